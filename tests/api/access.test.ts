import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessTable } from '../../src/api/access.ts'
import type { Answer } from '../security/api-rig.ts'
import { sharedRows } from '../security/shared-rows.ts'
import { type Cast, castOf } from './access-cast.ts'
import { draftIn, marksOf, type Place, placeIn, type Request, type Ways, waysTo } from './access-ways.ts'

interface Row {
  id: string
  role: string
  object: string
  verb: string
  expect: 'allow' | 'deny' | 'deny-or-policy'
}

const rows = sharedRows<Row>('access_matrix.jsonl')

/** Objects of the matrix that do not exist yet: each leaves this list when it comes, or the test fails. */
const objectsToCome = [
  ...['flow-A', 'lead-A1', 'export-A'],
  // Open, and for the network to close.
  'metrics-A',
]

/** What the matrix allows on objects that exist, and nobody can do yet. */
const verbsToCome = [
  'search attachment-A1',
  ...['create conversation-A1', 'create conversation-A2', 'delete conversation-A1'],
  ...[
    'search kb-source-A',
    'search handoff-queue-A',
    'create settings-A',
    'delete settings-A',
    'create operators-A',
  ],
]

/** Where we differ for now: an API key is of the whole workspace, and only people hold conversations and write in them. */
const deviations = [
  'api-key-A-read may read conversation-A2',
  'api-key-A-read may list conversation-A2',
  'api-key-A-write may read conversation-A2',
  'api-key-A-write may not create message-A1',
]

let cast: Cast
beforeAll(async () => {
  cast = await castOf()
}, 60_000)
afterAll(() => cast?.rig.close())

const roles = [...new Set(rows.map(({ role }) => role))]
const isVisitors = (role: string) => /^visitor-A\d$/.test(role)
const isOfB = (role: string) => role.endsWith('-B')
const isKey = (role: string) => /^api-key-A-/.test(role)
const named = ({ verb, object }: Row) => `${verb} ${object}`

const send = ([path, call]: Request, role: string): Promise<Answer> =>
  cast.rig.call(path, { ...call, token: cast.tokens[role] })

/** The row of the access table that a request falls under. */
function accessOf([path, call]: Request) {
  const method = call?.method?.replace('HEAD', 'GET') ?? (call?.body ? 'POST' : 'GET')
  const name = `${method} ${path.replace('/api/v1', '').replace(/\?.*/, '')}`
  const row = Object.keys(accessTable)
    .sort((a, b) => a.split(':').length - b.split(':').length)
    .find(key => new RegExp(`^${key.replaceAll(/:\w+/g, '[^/]+').replaceAll('.', '\\.')}$`).test(name))
  return row && accessTable[row]
}

/** The verbs that take something away come last, so that the others still find it. */
const inOrder = (given: Row[]) =>
  [...given].sort((a, b) => Number(a.verb === 'delete') - Number(b.verb === 'delete'))

test.runIf(rows.length > 0)('everybody of the matrix is here', () => {
  expect(roles.sort()).toEqual(Object.keys(cast.tokens).sort())
})

test.runIf(rows.length > 0)(
  'what the matrix names and does not exist yet is listed, and nothing else',
  async () => {
    const ways = waysTo(cast, await placeIn(cast))
    const objects = [...new Set(rows.map(({ object }) => object))]
    expect(objects.filter(object => !ways[object]).sort()).toEqual([...objectsToCome].sort())
    const waiting = rows.filter(
      row => row.expect === 'allow' && ways[row.object] && !ways[row.object]?.[row.verb],
    )
    expect([...new Set(waiting.map(named))].sort()).toEqual([...verbsToCome].sort())
  },
)

test.runIf(rows.length > 0)('every way of the matrix falls under a row of the access table', async () => {
  const ways = waysTo(cast, await placeIn(cast))
  const requests = Object.values(ways).flatMap(verbs =>
    Object.values(verbs).flatMap(({ visitor, staff }) => [visitor, staff].filter(one => one !== undefined)),
  )
  for (const request of requests) expect(accessOf(request), request[0]).toBeDefined()
})

describe.each(roles)('%s', role => {
  let place: Place
  let ways: Record<string, Record<string, Ways>>
  beforeAll(async () => {
    place = await placeIn(cast)
    ways = waysTo(cast, place)
  })

  const own = inOrder(rows.filter(row => row.role === role))
  const known = (how: 'may ' | 'may not ') =>
    deviations
      .filter(one => one.startsWith(`${role} ${how}`) && one.includes(' may not ') === (how === 'may not '))
      .sort()
  const requestsOf = ({ object, verb }: Row) =>
    Object.entries(ways[object]?.[verb] ?? {}) as [keyof Ways, Request][]

  test('is refused what the matrix denies, and learns nothing from how', async () => {
    const before = await everythingOfA()
    const wrong: string[] = []
    for (const row of own.filter(({ expect }) => expect === 'deny'))
      for (const [way, request] of requestsOf(row)) {
        const answer = await send(request, role)
        if (!(await isRefusal(row, way, request, answer)))
          wrong.push(`${role} may ${named(row)}${way === 'visitor' ? ' (as a visitor)' : ''}`)
      }
    expect(wrong.sort()).toEqual(known('may '))
    expect(await everythingOfA()).toEqual(before)
  })

  test('may do what the matrix allows', async () => {
    const wrong: string[] = []
    for (const row of own.filter(({ expect }) => expect === 'allow')) {
      const request = ways[row.object]?.[row.verb]?.[isVisitors(role) ? 'visitor' : 'staff']
      if (!request) continue
      const { status, text } = await send(await readyFor(row, request), role)
      if (status < 200 || status > 299) wrong.push(`${role} may not ${named(row)}`)
      const marks = row.verb === 'read' ? (marksOf(cast, place)[row.object] ?? []) : []
      if (!isVisitors(role) && row.object !== 'handoff-queue-A' && row.object !== 'audit-log-A')
        for (const mark of marks) expect(text, named(row)).toContain(mark)
    }
    expect(wrong.sort()).toEqual(known('may not '))
  })

  test('does what is left to us exactly as far as its rights go', async () => {
    for (const row of own.filter(({ expect }) => expect === 'deny-or-policy'))
      for (const [way, request] of requestsOf(row)) {
        const access = accessOf(request)
        if (way !== 'staff' || typeof access !== 'object' || access[0] === 'account') continue
        const may = cast.rights[role]?.includes(access.join(':') as never)
        const { status } = await send(await readyFor(row, request), role)
        expect(status === 403, `${row.id} ${named(row)}: ${status}`).toBe(!may)
        expect(status).toBeLessThan(500)
      }
  })

  /** Only who holds a conversation writes in it, and a draft answers what is open. */
  async function readyFor(row: Row, request: Request): Promise<Request> {
    if (named(row) === 'create operator-draft-A1') {
      const { path, token } = cast.A1
      await cast.rig.call(`${path}/messages`, { token, body: { text: `When are you open, ${role}?` } })
      await cast.rig.app.settle()
      return request
    }
    // A word of a member closed the one before.
    if (row.object === 'operator-draft-A1') {
      const fresh = await draftIn(cast.rig, cast.A1.id)
      return [request[0].replace(place.draft, fresh), ...(request[1] ? [request[1]] : [])] as Request
    }
    if (named(row) !== 'create message-A1' || isVisitors(role)) return request
    const desk = request[0].replace(/\/messages$/, '')
    const token = cast.tokens[role]
    await cast.rig.call(`${desk}/takeover`, { token, body: { override: true } })
    const { epoch } = (await cast.owner.call(desk)).json.conversation
    return [request[0], { body: { clientId: `reply-of-${role}`, text: 'Hello', epoch } }]
  }

  async function isRefusal(row: Row, way: keyof Ways, request: Request, answer: Answer): Promise<boolean> {
    const { status, text } = answer
    if (isVisitors(role)) return way === 'visitor' ? [401, 404].includes(status) : status === 401
    if (!isOfB(role) && !isKey(role)) return status === 401
    if (way === 'visitor') return status === 401
    if (status === 403) return true
    if (status === 404) {
      const missing = await send(toNothing(request), role)
      return text.replace(idIn(request), '') === missing.text.replace(NOTHING, '')
    }
    // Of a list they get their own: it must hold nothing of what they may not see.
    if (row.verb === 'create' || row.verb === 'update' || row.verb === 'delete')
      return isOfB(role) && !/\/(con|src|bot|mem|ses)_/.test(request[0])
    return (
      !(marksOf(cast, place)[row.object] ?? []).some(mark => text.includes(mark)) || reachesElsewhere(row)
    )
  }
})

/** The stream is looked at by what comes through it, below. */
const reachesElsewhere = ({ verb }: Row) => verb === 'subscribe'

const NOTHING = 'nothing_at_all'
const idIn = ([path]: Request) => /[a-z]{3,4}_[\w-]+/.exec(path)?.[0] ?? ''

/** The same request about something that is nowhere. */
const toNothing = (request: Request): Request => {
  const [path, call] = request
  return [path.replace(idIn(request), NOTHING), ...(call ? [call] : [])] as Request
}

async function everythingOfA(): Promise<unknown> {
  const paths = ['sources', 'secrets', 'members', 'bots', 'labels', 'account/sessions']
  const answers = await Promise.all(paths.map(path => cast.owner.call(`/api/v1/${path}`)))
  return answers.map(({ json }, at) =>
    // A source is read meanwhile.
    at === 0 ? json.sources.map(({ id, location }: Record<string, string>) => [id, location]) : json,
  )
}

test("the stream of another workspace tells nothing of this one's", async () => {
  const token = cast.tokens['owner-B']!
  const gone = new AbortController()
  const response = await cast.rig.app.http.fetch(
    new Request('http://localhost/api/v1/desk/events?after=0', {
      headers: { authorization: `Bearer ${token}` },
      signal: gone.signal,
    }),
  )
  const started = await cast.rig.call('/api/v1/conversations', { body: { botId: 'bot_b' } })
  const { id } = started.json.conversation
  await cast.rig.call(`/api/v1/conversations/${id}/messages`, {
    ...{ token: started.json.sessionToken, body: { text: 'Hello from B' } },
  })
  const reader = response.body!.getReader()
  let text = ''
  while (!text.includes(id)) text += new TextDecoder().decode((await reader.read()).value)
  expect(text).not.toContain(cast.A1.id)
  expect(text).not.toContain(cast.A2.id)
  gone.abort()
  await reader.cancel()
})
