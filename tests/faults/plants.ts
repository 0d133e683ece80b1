import type { CrashPoint } from '../../src/platform/crash-points.ts'
import type { Run } from './play.ts'

/** A bug to be found: edits of the product's sources, and the guards of the database that would hide it. */
export interface Plant {
  /** Where the process is killed meanwhile, if that shows the bug. */
  at?: CrashPoint
  /** Who talks, so that the bug is met soon. */
  talk: Pick<Run, 'sessions' | 'messagesPerSession' | 'operators'>
  /** The promise that the bug breaks. */
  breaks: RegExp
  edits: { file: string; from: string; to: string }[]
  sql?: string[]
  /** Planted alone, with every other guard in place: whatever else its runs show is an error of theirs. */
  alone?: boolean
}

const withoutTrigger = 'drop trigger if exists messages_belong_to_holder on messages'

/** The bugs that the harness must find, by name. */
export const plants: Record<string, Plant> = {
  'idempotency off': {
    talk: { sessions: 3, messagesPerSession: 3, operators: 0 },
    breaks: /^doubled/,
    edits: [
      {
        file: 'src/conversations/receive.ts',
        from: 'const earlier = await findByClientId(tx, conversation.id, record.clientId)',
        to: 'const earlier = undefined as Awaited<ReturnType<typeof findByClientId>>',
      },
    ],
    sql: ['alter table messages drop constraint if exists messages_conversation_id_client_id_key'],
  },
  'epoch check off': {
    alone: true,
    talk: { sessions: 1, messagesPerSession: 1, operators: 2 },
    breaks: /^epoch/,
    edits: [
      {
        file: 'src/conversations/member-message.ts',
        from: ' && conversation.epoch === input.epoch',
        to: '',
      },
    ],
  },
  'ownership check off': {
    talk: { sessions: 2, messagesPerSession: 6, operators: 3 },
    breaks: /^ownership/,
    edits: [
      {
        file: 'src/conversations/turn-rows.ts',
        from: "return conversation.holder === 'bot' && (await isCurrent(tx, conversation, turn))",
        to: 'return turn !== undefined',
      },
    ],
    sql: [withoutTrigger],
  },
  'acknowledgement before commit': {
    at: 'S03-message-row-written',
    talk: { sessions: 3, messagesPerSession: 3, operators: 0 },
    breaks: /^lost/,
    edits: [
      {
        file: 'src/conversations/receive.ts',
        from: '  const { message, repeated, record } = await deps.database.transaction(tx =>\n    storeVisitorMessage(\n      tx,\n      {',
        to: `  const seq = (await deps.database.sql.selectFrom('conversations').select('last_seq')
    .where('id', '=', input.conversationId).executeTakeFirstOrThrow()).last_seq + 1
  const early = { id: newId('msg', now.getTime()), conversationId: input.conversationId, seq, author: 'visitor' as const,
    clientId, text, content: {}, turnId: null, traceId: null, rating: null, createdAt: now.toISOString() }
  void later().catch(() => undefined)
  return { message: early, repeated: false }
  async function later() {
  const { message, repeated, record } = await deps.database.transaction(tx =>
    storeVisitorMessage(
      tx,
      {`,
      },
      {
        file: 'src/conversations/receive.ts',
        from: "      id: newId('msg', now.getTime()),",
        to: '      id: early.id,',
      },
      {
        file: 'src/conversations/receive.ts',
        from: '  await accept(deps, record)\n  return { message, repeated }',
        to: '  await accept(deps, record)\n  return { message, repeated }\n  }',
      },
    ],
  },
  'event outside the transaction': {
    at: 'S04-commit',
    talk: { sessions: 3, messagesPerSession: 3, operators: 0 },
    breaks: /^events/,
    edits: [
      {
        file: 'src/conversations/receive.ts',
        from: 'const events = await appendEvents(tx, [...woken.events, received(conversation, message)], now)',
        to: 'const events = [{ number: 0 }]; (record as any).late = received(conversation, message)',
      },
      {
        file: 'src/conversations/receive.ts',
        from: "  await crashPoint('S04-commit')\n",
        to: `  await crashPoint('S04-commit')
  if ((record as any).late) await deps.database.transaction(tx => appendEvents(tx, [(record as any).late], now))
`,
      },
    ],
  },
  'sequence by max + 1': {
    talk: { sessions: 6, messagesPerSession: 6, operators: 0 },
    breaks: /^order/,
    edits: [
      {
        file: 'src/conversations/store.ts',
        from: `  const { last_seq: seq } = await tx
    .updateTable('conversations')
    .set({ last_seq: sql<number>\`last_seq + 1\`, updated_at: now })
    .where('id', '=', conversation.id)
    .returning('last_seq')
    .executeTakeFirstOrThrow()`,
        to: `  const seq = (message as any).seq as number`,
      },
      {
        file: 'src/conversations/receive.ts',
        from: '  const { message, repeated, record } = await deps.database.transaction(tx =>\n    storeVisitorMessage(\n      tx,\n      {',
        to: `  const top = await deps.database.sql.selectFrom('messages').select(one => one.fn.max('seq').as('seq'))
    .where('conversation_id', '=', input.conversationId).executeTakeFirst()
  const { message, repeated, record } = await deps.database.transaction(tx =>
    storeVisitorMessage(
      tx,
      { seq: Number(top?.seq ?? 0) + 1,`,
      },
      {
        file: 'src/conversations/receive.ts',
        from: '    ...nobody,\n    id,',
        to: '    ...nobody,\n    seq: (arguments[0] as any).seq,\n    id,',
      },
      {
        file: 'src/conversations/reply.ts',
        from: "      id: newId('msg', now.getTime()),",
        to: `      seq: Number((await tx.selectFrom('messages').select(one => one.fn.max('seq').as('seq'))
        .where('conversation_id', '=', conversation.id).executeTakeFirst())?.seq ?? 0) + 1,
      id: newId('msg', now.getTime()),`,
      },
    ],
    sql: [withoutTrigger, 'alter table messages drop constraint if exists messages_conversation_id_seq_key'],
  },
}
