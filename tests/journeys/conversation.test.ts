import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBot, ensureDefaultWorkspace } from '../../src/accounts/index.ts'
import { emptyTrace, type Turn } from '../../src/bot/index.ts'
import type { Decision } from '../../src/contract/decision.ts'
import {
  changeHolder,
  conversationEvents,
  createTurnHandler,
  findBySessionToken,
  listMessages,
  type Respond,
  rateAnswer,
  readConversation,
  receiveMessage,
  replayIntake,
  requestHandoff,
  sendMemberMessage,
  startConversation,
} from '../../src/conversations/index.ts'
import { createFakeClock } from '../../src/kit/clock.ts'
import { CarelineError } from '../../src/kit/errors.ts'
import { createMemoryBus } from '../../src/platform/bus/bus.ts'
import { type Database, openDatabase } from '../../src/platform/database/index.ts'
import { createJobRunner } from '../../src/platform/jobs/index.ts'

const clock = createFakeClock()
const bus = createMemoryBus()
let database: Database
let botId: string

beforeAll(async () => {
  database = await openDatabase({ memory: true })
  const workspace = await ensureDefaultWorkspace(database)
  botId = (await createBot(database, { workspaceId: workspace.id })).id
})
afterAll(() => database.close())

const citation = {
  ...{ number: 1, passageId: 'pas_1', pageId: 'pag_1', path: 'returns.md', title: 'Returns' },
  ...{ headingPath: [], url: '/pages/pag_1#returns', quote: 'Thirty days.' },
}
const sentence = { text: 'Thirty days.', citations: [1], kind: 'sentence' as const }
const answered: Decision = {
  kind: 'answered',
  ...{ text: 'Thirty days.', sentences: [sentence], citations: [citation], mode: 'extractive' },
}

function replying(
  decision: Decision,
  before: (turn: Turn) => Promise<unknown> = async () => undefined,
): Respond {
  return async turn => {
    await before(turn)
    if (decision.kind === 'answered') {
      await turn.onSentence?.({ index: 0, sentence, citations: [citation] })
    }
    return { decision, trace: emptyTrace(turn.question, 'en') }
  }
}

async function converse(respond: Respond = replying(answered)) {
  const journal: unknown[] = []
  const deps = {
    database,
    bus,
    clock,
    journal: { append: async (record: unknown) => void journal.push(record) },
  }
  const { conversation, sessionToken } = await startConversation(deps, { botId, language: 'de-AT' })
  const conversationId = conversation.id
  const runner = createJobRunner({
    ...{ database, bus, clock, backoff: () => 0 },
    handlers: { turn: createTurnHandler({ ...deps, respond }) },
  })
  return {
    ...{ deps, conversationId, sessionToken, journal },
    say: (text: string, clientId = text) => receiveMessage(deps, { conversationId, clientId, text }),
    settle: () => runner.runUntilIdle(),
    texts: async () =>
      (await listMessages(deps, conversationId, { after: 0, limit: 200 })).messages.map(
        ({ seq, author, text }) => `${seq} ${author}: ${text}`,
      ),
    events: async () =>
      (
        await database.sql
          .selectFrom('events')
          .select(['name', 'data'])
          .where('conversation_id', '=', conversationId)
          .orderBy('number')
          .execute()
      ).map(({ name, data }) => {
        const { outcome } = data as { outcome?: string }
        return outcome ? `${name} ${outcome}` : name
      }),
    take: (holder: string, from = 'bot', epoch = 0) =>
      changeHolder(deps, { conversationId, from: { holder: from, epoch }, to: holder }),
  }
}

describe('a message', () => {
  it('is answered once, with its events in order', async () => {
    const it = await converse()
    await it.say('How long may I return it?')
    await it.settle()
    expect(await it.texts()).toEqual(['1 visitor: How long may I return it?', '2 bot: Thirty days.'])
    expect(await it.events()).toEqual([
      ...['conversation.started', 'message.received', 'turn.started', 'answer.streamed'],
      ...['message.sent', 'answer.given', 'turn.ended answered'],
    ])
  })

  it('sent again gives the first result and is answered once', async () => {
    const it = await converse()
    const first = await it.say('Hello?', 'c1')
    const [again, third] = await Promise.all([it.say('Hello?', 'c1'), it.say('Hello?', 'c1')])
    expect(again).toEqual({ message: first.message, repeated: true })
    expect(third).toEqual(again)
    await expect(it.say('Other words', 'c1')).rejects.toThrow('with another text')
    await it.settle()
    expect(await it.texts()).toEqual(['1 visitor: Hello?', '2 bot: Thirty days.'])
  })

  it('gets the next number however many come at once', async () => {
    const it = await converse()
    await Promise.all(Array.from({ length: 20 }, (_, n) => it.say(`m${n}`)))
    await it.settle()
    const { messages } = await listMessages(it.deps, it.conversationId, { after: 0, limit: 200 })
    expect(messages.map(message => message.seq)).toEqual(Array.from({ length: 21 }, (_, n) => n + 1))
  })

  it('of nothing but blanks is refused', async () => {
    const it = await converse()
    await expect(it.say(' \n\0')).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a turn', () => {
  it('answers several quick messages together', async () => {
    const questions: string[] = []
    const it = await converse(replying(answered, async turn => questions.push(turn.question)))
    await it.say('Hi')
    await it.say('may I return shoes?')
    await it.settle()
    expect(questions).toEqual(['Hi\nmay I return shoes?'])
    await it.say('and hats?')
    await it.settle()
    expect(questions[1]).toBe('and hats?')
  })

  it('says nothing when a person takes over while the bot writes', async () => {
    const it = await converse(replying(answered, async () => void (await it.take('member:ada'))))
    await it.say('Hello?')
    await it.settle()
    expect(await it.texts()).toEqual(['1 visitor: Hello?'])
    expect(await it.events()).not.toContain('answer.streamed')
    expect(await it.events()).toContain('turn.ended superseded')
  })

  it('is done anew when the person gives the conversation back unanswered', async () => {
    const it = await converse()
    await it.say('Hello?')
    await it.take('member:ada')
    await it.settle()
    expect(await it.texts()).toHaveLength(1)
    await it.take('bot', 'member:ada', 1)
    await it.settle()
    expect(await it.texts()).toEqual(['1 visitor: Hello?', '2 bot: Thirty days.'])
  })

  it('that fails for good fetches a person, in the language of the conversation', async () => {
    let attempts = 0
    const it = await converse(async () => {
      attempts++
      throw new Error('the model is away')
    })
    await it.say('Hallo?')
    await it.settle()
    expect(attempts).toBe(3)
    expect((await it.texts())[1]).toContain('2 bot: Bei mir ist etwas schiefgegangen')
    expect(await it.events()).toContain('turn.ended failed')
  })

  it('that hands over leaves the conversation in the queue and silent', async () => {
    const it = await converse(replying({ kind: 'handoff', reason: 'asked-for', text: 'I fetch somebody.' }))
    await it.say('A person please')
    await it.settle()
    expect(await readConversation(it.deps, it.conversationId)).toMatchObject({ holder: 'queue', epoch: 1 })
    await it.say('Still there?')
    await it.settle()
    expect(await it.texts()).toHaveLength(3)
  })
})

describe('who holds a conversation', () => {
  it('is decided for exactly one of two who take over at once', async () => {
    const it = await converse()
    const results = await Promise.allSettled([it.take('member:ada'), it.take('member:bob')])
    expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('is checked by the database itself', async () => {
    const it = await converse()
    await it.take('member:ada')
    const sneak = (author: 'bot' | 'member', author_id: string | null, epoch: number) =>
      database.transaction(async tx => {
        await tx
          .updateTable('conversations')
          .set({ last_seq: 1 })
          .where('id', '=', it.conversationId)
          .execute()
        const row = {
          id: `msg_${author}${epoch}${author_id}`,
          workspace_id: 'w',
          bot_id: botId,
          seq: 1,
          text: 'x',
        }
        const rest = { author, author_id, epoch, conversation_id: it.conversationId, content: '{}' }
        await tx
          .insertInto('messages')
          .values({ ...row, ...rest, created_at: clock.now() })
          .execute()
      })
    await expect(sneak('bot', null, 1)).rejects.toThrow('held by somebody else')
    await expect(sneak('member', 'bob', 1)).rejects.toThrow('held by somebody else')
    await expect(sneak('member', 'ada', 0)).rejects.toThrow('held by somebody else')
    await sneak('member', 'ada', 1)
  })

  it('lets only its holder send, in the epoch they see', async () => {
    const it = await converse()
    await it.take('member:ada')
    const send = (memberId: string, epoch: number) =>
      sendMemberMessage(it.deps, {
        conversationId: it.conversationId,
        memberId,
        epoch,
        text: 'Hello, Ada here',
      })
    await expect(send('bob', 1)).rejects.toMatchObject({ code: 'conflict' })
    await expect(send('ada', 0)).rejects.toMatchObject({ code: 'conflict' })
    expect(await send('ada', 1)).toMatchObject({ seq: 1, author: 'member' })
  })
})

it('a request for a person may be made again to add the address', async () => {
  const it = await converse()
  const { conversationId } = it
  const asked = await requestHandoff(it.deps, { conversationId })
  expect(asked.conversation).toMatchObject({ holder: 'queue', epoch: 1 })
  const again = await requestHandoff(it.deps, { conversationId, email: 'Kim@Example.com', note: 'call me' })
  expect(again).toMatchObject({ conversation: { holder: 'queue', epoch: 1 }, repeated: false })
  const contacts = await database.sql.selectFrom('contacts').select('email').execute()
  expect(contacts).toEqual([{ email: 'kim@example.com' }])
  await expect(requestHandoff(it.deps, { conversationId, email: 'nobody' })).rejects.toMatchObject({
    code: 'invalid',
  })
})

it('a request for a person that is sent again with its key is stored and told once', async () => {
  const it = await converse()
  const { conversationId } = it
  const kept = () =>
    database.sql.selectFrom('handoffs').selectAll().where('conversation_id', '=', conversationId).execute()
  const asked = { conversationId, email: 'kim@example.com', note: 'call me', idempotencyKey: 'k1' }
  const answers = await Promise.all(Array.from({ length: 5 }, () => requestHandoff(it.deps, asked)))
  expect(answers.map(({ repeated }) => repeated).sort()).toEqual([false, true, true, true, true])
  expect(answers.every(({ conversation }) => conversation.holder === 'queue')).toBe(true)
  await expect(requestHandoff(it.deps, { ...asked, note: 'write' })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(await kept()).toHaveLength(1)
  await requestHandoff(it.deps, { ...asked, idempotencyKey: 'k2' })
  expect(await kept()).toHaveLength(2)
  const { idempotencyKey: _, ...keyless } = asked
  expect((await requestHandoff(it.deps, keyless)).repeated).toBe(true)
  expect((await requestHandoff(it.deps, { ...keyless, note: 'write' })).repeated).toBe(false)
  expect(await kept()).toHaveLength(3)
  const other = await converse()
  const elsewhere = await requestHandoff(other.deps, { ...asked, conversationId: other.conversationId })
  expect(elsewhere.repeated).toBe(false)
})

it('an answer can be rated, and the visitor reads it back', async () => {
  const it = await converse()
  const asked = await it.say('Hello?')
  await it.settle()
  const { messages } = await listMessages(it.deps, it.conversationId, { after: 0, limit: 10 })
  const messageId = messages[1]!.id
  const { conversationId } = it
  await rateAnswer(it.deps, { conversationId, messageId, rating: 'down', comment: 'wrong' })
  expect((await rateAnswer(it.deps, { conversationId, messageId, rating: 'up' })).rating).toBe('up')
  await expect(
    rateAnswer(it.deps, { conversationId, messageId: asked.message.id, rating: 'up' }),
  ).rejects.toMatchObject({ code: 'invalid' })
  await expect(
    rateAnswer(it.deps, { conversationId: 'con_other', messageId, rating: 'up' }),
  ).rejects.toMatchObject({
    code: 'not-found',
  })
})

it('a live stream resumes without gap or repeat', async () => {
  const it = await converse()
  await it.say('Hello?')
  await it.settle()
  const read = async (after: number, count: number) => {
    const stop = new AbortController()
    const seen: { number: number; name: string }[] = []
    for await (const event of await conversationEvents(it.deps, it.conversationId, after, stop.signal)) {
      seen.push(event)
      if (seen.length === count) stop.abort()
    }
    return seen
  }
  const all = await read(0, 5)
  expect(all.map(event => event.name)).toEqual([
    ...['message.received', 'turn.started', 'answer.streamed', 'message.sent', 'turn.ended'],
  ])
  expect(await read(all[1]!.number, 3)).toEqual(all.slice(2))
})

it('a session token opens its own conversation and is not stored', async () => {
  const it = await converse()
  expect(await findBySessionToken(it.deps, it.sessionToken)).toMatchObject({
    conversationId: it.conversationId,
  })
  expect(await findBySessionToken(it.deps, `${it.sessionToken}x`)).toBeUndefined()
  const rows = await database.sql.selectFrom('conversations').select('session_hash').execute()
  expect(rows.map(row => row.session_hash)).not.toContain(it.sessionToken)
})

it('a start repeated with its key gives the same conversation and token', async () => {
  const deps = { database, bus, clock, sessionSecret: 'secret' }
  const first = await startConversation(deps, { botId, idempotencyKey: 'k1' })
  expect(await startConversation(deps, { botId, idempotencyKey: 'k1' })).toEqual({ ...first, repeated: true })
  expect((await startConversation(deps, { botId, idempotencyKey: 'k2' })).conversation.id).not.toBe(
    first.conversation.id,
  )
})

it('a database that lost everything gets it back from the journal, with ids, order and holder', async () => {
  const it = await converse()
  await it.say('One')
  await it.settle()
  await it.say('Two')
  await it.settle()
  await it.take('member:ada')
  await requestHandoff(it.deps, { conversationId: it.conversationId, email: 'a@b.example' })
  const before = [await it.texts(), await readConversation(it.deps, it.conversationId)]
  await database.sql.deleteFrom('conversations').execute()
  await database.sql.deleteFrom('events').execute()
  expect(await replayIntake(it.deps, it.journal)).toBe(it.journal.length)
  expect([await it.texts(), await readConversation(it.deps, it.conversationId)]).toEqual(before)
  expect(await replayIntake(it.deps, it.journal)).toBe(0)
})

it('a reply that was committed but not kept is kept when its job is tried again', async () => {
  const decisions: Decision[] = [
    answered,
    { kind: 'handoff', reason: 'asked-for', text: 'A person will answer.' },
  ]
  for (const decision of decisions) {
    const it = await converse(replying(decision))
    await it.say('One')
    const { append } = it.deps.journal
    let refused = 0
    it.deps.journal.append = async record => {
      if ((record as { kind: string }).kind === 'reply' && refused++ === 0)
        throw new CarelineError('unavailable', 'The disk is full.')
      await append(record)
    }
    await it.settle()
    expect(refused).toBe(2)
    const before = [await it.texts(), await readConversation(it.deps, it.conversationId)]
    await database.sql.deleteFrom('conversations').execute()
    expect(await replayIntake(it.deps, it.journal)).toBe(it.journal.length)
    expect([await it.texts(), await readConversation(it.deps, it.conversationId)]).toEqual(before)
  }
})
