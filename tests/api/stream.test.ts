import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiRig, startApi } from '../security/api-rig.ts'

interface Event {
  id: number
  name: string
  data: { message?: { seq: number; text: string }; turnId?: string }
}

let api: ApiRig
beforeAll(async () => {
  api = await startApi()
  await api.app.start()
})
afterAll(() => api?.close())

async function newVisitor(rig = api) {
  const { path, token } = await rig.visitor()
  return {
    path,
    say: (text: string) => rig.call(`${path}/messages`, { token, body: { text } }),
    read: () => rig.call(`${path}/messages`, { token }),
    open: async (query = '', headers: Record<string, string> = {}) =>
      rig.app.http.request(`${path}/events${query}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
  }
}

/** The events of a stream as they come, until `enough` of them are there or the stream ends. */
async function take(stream: Response, enough: (events: Event[]) => boolean): Promise<Event[]> {
  const events: Event[] = []
  let rest = ''
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  while (!enough(events)) {
    const { value, done } = await reader.read()
    if (done) break
    const blocks = (rest + value).split('\n\n')
    rest = blocks.pop() ?? ''
    events.push(...blocks.map(eventOf).filter(event => event !== undefined))
  }
  await reader.cancel()
  return events
}

function eventOf(block: string): Event | undefined {
  const fields = Object.fromEntries(
    block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  ) as Record<string, string>
  return fields['data'] === undefined
    ? undefined
    : { id: Number(fields['id']), name: fields['event'] ?? '', data: JSON.parse(fields['data']) }
}

const turns = (count: number) => (events: Event[]) =>
  events.filter(({ name }) => name === 'turn.ended').length >= count
const ids = (events: Event[]) => events.map(({ id }) => id)

test('tells what happens in order, each with a rising number, and no proxy keeps any of it back', async () => {
  const ada = await newVisitor()
  const stream = await ada.open('?after=0')
  expect(Object.fromEntries(stream.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  await ada.say('Hello')
  const events = await take(stream, turns(1))
  expect(events.map(({ name }) => name)).toEqual([
    ...['message.received', 'turn.started', 'message.sent', 'turn.ended'],
  ])
  expect(ids(events)).toEqual([...new Set(ids(events))].sort((a, b) => a - b))
})

test('goes on after any event, by Last-Event-ID or by ?after, without a gap and without a repeat', async () => {
  const [ada, bob] = [await newVisitor(), await newVisitor()]
  for (const text of ['Hello', 'Thanks']) {
    await Promise.all([ada.say(text), bob.say('Elsewhere')])
    await take(await ada.open('?after=0'), turns(text === 'Hello' ? 1 : 2))
  }
  const all = await take(await ada.open('?after=0'), turns(2))
  expect(all.length).toBe(8)
  expect(JSON.stringify(all)).not.toContain('Elsewhere')
  for (let cut = 0; cut < all.length - 1; cut++) {
    const [seen, missed] = [all.slice(0, cut + 1), all.slice(cut + 1)]
    const last = String(seen.at(-1)!.id)
    const enough = (events: Event[]) => events.length >= missed.length
    expect(await take(await ada.open(`?after=${last}`), enough)).toEqual(missed)
    // What a browser sends by itself is newer than the address it began with.
    expect(await take(await ada.open('?after=0', { 'last-event-id': last }), enough)).toEqual(missed)
  }
})

test('from the number that history gives, nothing between reading and listening is lost', async () => {
  const ada = await newVisitor()
  await ada.say('Hello')
  await take(await ada.open('?after=0'), turns(1))
  const { lastEvent, lastSeq } = (await ada.read()).json
  await ada.say('Thanks')
  const events = await take(await ada.open(`?after=${lastEvent}`), turns(1))
  const said = events.flatMap(({ data }) => data.message?.seq ?? [])
  expect(said).toEqual([lastSeq + 1, lastSeq + 2])
})

test('without a number, or with one the log has not reached, it begins now', async () => {
  const ada = await newVisitor()
  await ada.say('Hello')
  await take(await ada.open('?after=0'), turns(1))
  // A backup was restored: the log is behind what this client has seen.
  for (const query of ['', '?after=999999999']) {
    const stream = await ada.open(query)
    await ada.say('Thanks')
    const events = await take(stream, turns(1))
    expect(events.map(({ name }) => name)[0], query).toBe('message.received')
    expect(events.flatMap(({ data }) => data.message?.text ?? [])[0]).toBe('Thanks')
  }
})

test.each(['abc', '-1', '1.5', '', '1e3', '9999999999999999999'])(
  'a number that is none (%j) is refused, since "from now on" would leave a gap',
  async text => {
    const ada = await newVisitor()
    for (const answer of [await ada.open(`?after=${text}`), await ada.open('', { 'last-event-id': text })]) {
      expect(answer.status).toBe(422)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    }
  },
)

test('ends for whoever listens when the program stops, so that it can stop', async () => {
  const own = await startApi()
  try {
    const ada = await newVisitor(own)
    const streams = await Promise.all([ada.open('?after=0'), ada.open('?after=0')])
    await ada.say('Hello')
    const reading = streams.map(stream => take(stream, () => false))
    await own.app.stop()
    for (const events of await Promise.all(reading))
      expect(events[0]?.name ?? 'none').toMatch(/received|none/)
  } finally {
    await own.close().catch(() => undefined)
  }
})

test("the operator's stream of an answer is kept back by no proxy either", async () => {
  const stream = await api.app.http.request('/api/v1/ask', {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${api.app.adminToken}`, accept: 'text/event-stream' },
      'content-type': 'application/json',
    },
    body: JSON.stringify({ question: 'Hello' }),
  })
  expect(Object.fromEntries(stream.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  expect(await stream.text()).toMatch(/^event: decision\ndata: \{"decision":\{"kind":"smalltalk"/)
})
