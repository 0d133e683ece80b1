// The walls between the rooms of src/: what each may import. Say why in docs/decisions/ before changing a row.
const record = ['kit', 'contract', 'platform', 'events']
const rooms = {
  kit: [],
  contract: ['kit'],
  platform: ['kit'],
  models: ['kit', 'platform'],
  events: ['kit', 'contract', 'platform'],
  accounts: record,
  contacts: record,
  knowledge: [...record, 'models'],
  bot: ['kit', 'contract', 'models', 'knowledge'],
  conversations: [...record, 'accounts', 'contacts', 'bot'],
  desk: [...record, 'accounts', 'contacts', 'bot', 'conversations'],
  evals: [...record, 'models', 'knowledge', 'bot'],
  analytics: record,
  channels: [...record, 'accounts', 'conversations'],
  api: [...record, 'accounts', 'contacts', 'knowledge', 'bot', 'conversations', 'desk', 'evals', 'analytics'],
}

const layered = Object.entries(rooms).map(([room, below]) => ({
  name: `room-${room}`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '[.]test[.]ts$' },
  to: { path: '^(src|widget|admin)/', pathNot: `^src/(${[room, ...below].join('|')})/` },
}))
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

export default {
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
  forbidden: [
    ...layered,
    rule('no-cycles', {}, { circular: true }),
    rule(
      'rooms-have-doors',
      { path: '^src/([^/]+)/', pathNot: '^src/(app|cli)/|[.]test[.]ts$' },
      {
        path: '^src/[^/]+/',
        pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$', '^src/(kit|contract|platform)/'],
      },
    ),
    rule(
      'only-the-roof-builds',
      { path: '^src/[^/]+/', pathNot: '^src/(app|cli)/|[.]test[.]ts$' },
      { path: '^src/(config|main)[.]ts$|^src/(app|cli)/' },
    ),
    rule(
      'browsers-see-the-contract',
      { path: '^(widget|admin)/', pathNot: '[.]test[.]ts$' },
      { path: '^src/', pathNot: '^src/contract/' },
    ),
    rule('the-widget-stands-alone', { path: '^widget/', pathNot: '[.]test[.]ts$' }, { path: 'node_modules' }),
    rule(
      'tests-stay-outside',
      { path: '^(src|widget|admin)/', pathNot: '[.]test[.]ts$' },
      { path: '[.]test[.]ts$|^tests/' },
    ),
  ],
}
