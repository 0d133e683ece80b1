import type { Command } from 'commander'
import type { Job, KeyList } from '../contract/operator-api.ts'
import { type Connection, within } from './connect.ts'
import { watchJob } from './ingest.ts'
import { type Context, contextOf, table } from './output.ts'

/** `keys list` and `keys rotate`: the keys that seal secrets in the database. */
export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .summary('the keys that seal secrets')
    .description(
      'The keys that second factors, signing keys and other secrets in the database are sealed with.',
    )
  keys
    .command('list', { isDefault: true })
    .description('list the keys by id, and how many secrets each opens')
    .action((_options: object, command: Command) => within(contextOf(command), list))
  keys
    .command('rotate')
    .description(
      'Seal every secret with a new key, while the server runs; a rotation that was stopped goes on. Old keys are dropped when nothing is sealed with them. With SECRET_KEYS: put a new key in front, start again, then rotate.',
    )
    .action((_options: object, command: Command) =>
      within(contextOf(command), async (server, context) => {
        const { job } = await server.call<{ job: Job }>('/secret-keys/rotation', { method: 'POST' })
        await watchJob(server, job, context.out)
        await list(server, context)
      }),
    )
}

async function list(server: Connection, { out }: Context): Promise<void> {
  const { keptIn, keys } = await server.call<KeyList>('/secret-keys')
  out.value({ keptIn, keys })
  out.line(
    table(
      keys.map(({ id, current, secrets }) => [
        id,
        `${secrets} secrets`,
        current ? 'seals now' : roleOf(secrets),
      ]),
    ),
  )
  if (keptIn === 'environment' && keys.some(({ current, secrets }) => !current && secrets === 0))
    out.line('Keys that open nothing can be taken out of SECRET_KEYS.')
}

const roleOf = (secrets: number) =>
  secrets > 0 ? 'opens older ones: run careline keys rotate' : 'opens nothing'
