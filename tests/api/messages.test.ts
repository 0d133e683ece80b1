import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiRig, startApi } from '../security/api-rig.ts'

let api: ApiRig
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.close())

const problem = (status: number, detail?: string | RegExp) => ({
  status,
  type: 'application/problem+json',
  json: { status, detail: detail ? expect.stringMatching(detail) : expect.any(String) },
})

/** A visitor who says things, with or without a key. */
async function newVisitor() {
  const { path, token } = await api.visitor()
  const messages = `${path}/messages`
  return {
    path,
    token,
    say: (body: object, headers: Record<string, string> = {}) => api.call(messages, { token, body, headers }),
    read: (query = '') => api.call(`${messages}${query}`, { token }),
  }
}

describe('a message sent again', () => {
  test('with the same clientId and text gives the first result with 200, and is stored once', async () => {
    const ada = await newVisitor()
    const first = await ada.say({ clientId: 'a', text: 'Hello' })
    const again = await ada.say({ clientId: 'a', text: 'Hello' })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.json).toEqual(first.json)
    expect((await ada.read()).json.lastSeq).toBe(1)
  })

  test('may carry its key as Idempotency-Key; the clientId of the body wins', async () => {
    const ada = await newVisitor()
    const first = await ada.say({ text: 'Hello' }, { 'idempotency-key': 'b' })
    expect(first.json.message.clientId).toBe('b')
    expect((await ada.say({ clientId: 'b', text: 'Hello' })).status).toBe(200)
    const other = await ada.say({ clientId: 'c', text: 'Hello' }, { 'idempotency-key': 'b' })
    expect([other.status, other.json.message.clientId]).toEqual([201, 'c'])
  })

  test('with the same key and another text is a conflict that names the key, and changes nothing', async () => {
    const ada = await newVisitor()
    await ada.say({ clientId: 'd', text: 'Hello' })
    expect(await ada.say({ clientId: 'd', text: 'Goodbye' })).toMatchObject(
      problem(409, /client id d was received before, with another text/),
    )
    const { messages, lastSeq } = (await ada.read()).json
    expect([messages[0].text, lastSeq]).toEqual(['Hello', 1])
  })

  test('many times at once is stored once', async () => {
    const ada = await newVisitor()
    const answers = await Promise.all(Array.from({ length: 8 }, () => ada.say({ clientId: 'e', text: 'Hi' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 201])
    expect(new Set(answers.map(({ json }) => json.message.id)).size).toBe(1)
  })

  test('in another conversation, or without a key, is another message', async () => {
    const [ada, bob] = [await newVisitor(), await newVisitor()]
    const first = await ada.say({ clientId: 'f', text: 'Hello' })
    const other = await bob.say({ clientId: 'f', text: 'Hello' })
    expect(other.status).toBe(201)
    expect(other.json.message.id).not.toBe(first.json.message.id)
    for (const seq of [2, 3]) expect((await ada.say({ text: 'Hello' })).json.message.seq).toBe(seq)
  })
})

describe('a start sent again', () => {
  const start = (key: string, body: object = {}) =>
    api.call('/api/v1/conversations', {
      body: { botId: api.app.botId, ...body },
      headers: { 'idempotency-key': key },
    })

  test('with the same key gives the same conversation and a token that opens it, with 200', async () => {
    const key = crypto.randomUUID()
    const first = await start(key, { language: 'de' })
    const again = await start(key, { language: 'fr' })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.json).toEqual(first.json)
    expect(again.json.conversation.language).toBe('de')
    const { id } = again.json.conversation
    expect((await api.call(`/api/v1/conversations/${id}`, { token: again.json.sessionToken })).status).toBe(
      200,
    )
    expect((await start(crypto.randomUUID())).json.conversation.id).not.toBe(id)
  })

  test('with a key that could be guessed is refused, since the key gives the token', async () => {
    for (const key of ['1', 'start', 'x'.repeat(19)])
      expect(await start(key)).toMatchObject(problem(422, /random secret of at least 20/))
  })
})

describe('history', () => {
  test('is read by cursor, page after page, in order and to the end', async () => {
    const ada = await newVisitor()
    for (let n = 1; n <= 5; n++) await ada.say({ text: `m${n}` })
    const seen: string[] = []
    for (let after = 0; ; ) {
      const { messages, lastSeq, lastEvent } = (await ada.read(`?after=${after}&limit=2`)).json
      expect(lastSeq).toBe(5)
      expect(lastEvent).toBeGreaterThan(0)
      expect(messages.length).toBeLessThanOrEqual(2)
      if (messages.length === 0) break
      seen.push(...messages.map(({ seq, text }: { seq: number; text: string }) => `${seq} ${text}`))
      after = messages.at(-1).seq
    }
    expect(seen).toEqual(['1 m1', '2 m2', '3 m3', '4 m4', '5 m5'])
    expect((await ada.read('?after=99')).json.messages).toEqual([])
  })

  test.each([
    ...['after=-1', 'after=1.5', 'after=abc', 'after=1e400', 'after=99999999999999999999'],
    ...['limit=0', 'limit=201', 'limit=many'],
  ])('refuses the cursor %s', async query => {
    const ada = await newVisitor()
    const field = query.split('=')[0]!
    expect(await ada.read(`?${query}`)).toMatchObject(problem(422, new RegExp(`^${field}: `)))
  })
})

describe('a request that cannot be taken', () => {
  test('for its size is 413', async () => {
    const ada = await newVisitor()
    expect(await ada.say({ text: 'x'.repeat(33 * 1024) })).toMatchObject(problem(413))
    expect(await ada.say({ text: 'x'.repeat(4_001) })).toMatchObject(problem(422, /at most 4000 characters/))
  })

  test('for its media type is 415, for broken JSON 400, for a wrong field 422 that names it', async () => {
    const { path, token } = await newVisitor()
    const send = (bytes: string, type = 'application/json') =>
      api.call(`${path}/messages`, { token, bytes, type })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect(await send('{"text":"Hello"}', type), type).toMatchObject(problem(415, /application\/json/))
    for (const bytes of ['{"text":', '{text:1}', 'Hello', '{"text":"a"}}'])
      expect(await send(bytes), bytes).toMatchObject(problem(400))
    const wrong: [string, string][] = [
      ['{}', 'text'],
      ['{"text":"  "}', 'text'],
      ['{"text":7}', 'text'],
      ['{"text":"a","clientId":"a b"}', 'clientId'],
    ]
    for (const [bytes, field] of wrong) {
      const answer = await send(bytes)
      expect(answer, bytes).toMatchObject(problem(422))
      expect(answer.json.errors).toEqual([{ path: field, message: expect.any(String) }])
    }
    for (const bytes of ['[]', 'null', '"text"', '1']) expect((await send(bytes)).status, bytes).toBe(422)
    expect((await send('{"text":"Hello"}', 'application/json; charset=utf-8')).status).toBe(201)
  })

  test('for its path is 404, for its method 405 with the methods that the path takes', async () => {
    expect(await api.call('/api/v1/nothing')).toMatchObject(problem(404, /GET \/api\/v1\/nothing/))
    const { path } = await newVisitor()
    const paths: [string, string, string][] = [
      ['DELETE', '/api/v1/conversations', 'OPTIONS, POST'],
      ['PUT', `${path}/messages`, 'GET, HEAD, OPTIONS, POST'],
      ['GET', `${path}/messages/msg_1/rating`, 'OPTIONS, PUT'],
      ['PUT', '/api/v1/sources/src_1', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
      ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
    ]
    for (const [method, address, allow] of paths) {
      const answer = await api.call(address, { method })
      expect(answer, address).toMatchObject(problem(405, new RegExp(`not ${method}`)))
      expect(answer.headers.get('allow')).toBe(allow)
    }
  })

  test('is told so below a sub-path too', async () => {
    const below = await startApi({ PUBLIC_URL: 'http://localhost/care' })
    try {
      expect(await below.call('/care/api/v1/nothing')).toMatchObject(problem(404))
      expect(await below.call('/elsewhere')).toMatchObject(problem(404))
      const answer = await below.call('/care/api/v1/conversations', { method: 'DELETE' })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'OPTIONS, POST'])
    } finally {
      await below.close()
    }
  })
})

test('HEAD answers as GET does, without a body; OPTIONS names the methods', async () => {
  const { path, token } = await newVisitor()
  for (const address of [path, `${path}/messages`, `${path}/events?after=0`]) {
    const head = await api.call(address, { method: 'HEAD', token })
    expect([head.status, head.text], address).toEqual([200, ''])
    expect((await api.call(address, { method: 'HEAD' })).status).toBe(401)
  }
  const options = await api.call('/api/v1/sources', { method: 'OPTIONS' })
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
})

describe('a rating', () => {
  test('is of an answer of this conversation, is up, down or taken back, and is what history shows', async () => {
    const ada = await newVisitor()
    await ada.say({ text: 'What is the capital of Mongolia?' })
    await api.app.settle()
    const [question, answer] = (await ada.read()).json.messages
    const rate = (id: string, body: object) =>
      api.call(`${ada.path}/messages/${id}/rating`, { method: 'PUT', token: ada.token, body })
    for (const rating of ['up', 'up', 'down', null]) {
      expect((await rate(answer.id, { rating })).json.message).toMatchObject({ id: answer.id, rating })
      expect((await ada.read()).json.messages[1].rating).toBe(rating)
    }
    for (const body of [{}, { rating: 'sideways' }, { rating: 1 }])
      expect(await rate(answer.id, body)).toMatchObject(problem(422, /^rating: /))
    expect(await rate(answer.id, { rating: 'up', comment: 'x'.repeat(2_001) })).toMatchObject(problem(422))
    expect(await rate(question.id, { rating: 'up' })).toMatchObject(problem(422, /Only an answer/))
    expect(await rate('msg_nothing', { rating: 'up' })).toMatchObject(problem(404))
    const bob = await newVisitor()
    await bob.say({ text: 'What is the capital of Mongolia?' })
    await api.app.settle()
    const foreign = (await bob.read()).json.messages[1].id
    expect(await rate(foreign, { rating: 'up' })).toMatchObject(problem(404))
    expect((await bob.read()).json.messages[1].rating).toBeNull()
  })
})

describe('asking for a person', () => {
  test('puts the conversation into the queue, where the bot is silent; address and note may follow', async () => {
    const ada = await newVisitor()
    const ask = (body: object) => api.call(`${ada.path}/handoff`, { token: ada.token, body })
    const asked = await ask({})
    expect([asked.status, asked.json.conversation.holder]).toEqual([201, 'queue'])
    expect((await ask({ email: 'ada@example.com', note: 'My parcel' })).status).toBe(201)
    await ada.say({ text: 'Hello?' })
    await api.app.settle()
    const { messages } = (await ada.read()).json
    // The bot said that a person is fetched, and nothing since.
    expect(messages.map(({ author }: { author: string }) => author)).toEqual(['bot', 'visitor'])
    expect(messages[0].content.decision).toBe('handoff')
  })

  test('refuses what is no address, and a note that is too long', async () => {
    const ada = await newVisitor()
    const ask = (body: object) => api.call(`${ada.path}/handoff`, { token: ada.token, body })
    for (const email of ['ada', 'ada@', '@example.com', 'a b@example.com', `${'a'.repeat(250)}@example.com`])
      expect(await ask({ email }), email).toMatchObject(problem(422, /^email: /))
    expect(await ask({ note: 'x'.repeat(4_001) })).toMatchObject(problem(422, /^note: /))
    expect((await api.call(ada.path, { token: ada.token })).json.conversation.holder).toBe('bot')
  })
})
