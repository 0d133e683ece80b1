import { randomUUID } from 'node:crypto'
import type { Held, Visitor } from './cast.ts'
import { send } from './client.ts'

/** What the load saw of the messages it sent. */
export interface Tally {
  /** Milliseconds from sending to the acknowledgement, in order. */
  acksMs: number[]
  /** Acknowledged messages by conversation. */
  acked: Map<string, string[]>
  failures: string[]
}

export const emptyTally = (): Tally => ({ acksMs: [], acked: new Map(), failures: [] })

type Said = { message: { id: string } }

/** A visitor's message; one to the bot asks something its pages answer. */
export async function visitorSays(tally: Tally, visitor: Visitor, text: string): Promise<void> {
  await timed(tally, visitor.id, () =>
    send<Said>(`${visitor.url}/messages`, { token: visitor.token, body: { clientId: randomUUID(), text } }),
  )
}

/** The answer of the member who holds the conversation. */
export async function memberSays(
  tally: Tally,
  api: string,
  { visitor, member, epoch }: Held,
  text: string,
): Promise<void> {
  await timed(tally, visitor.id, () =>
    send<Said>(`${api}/desk/conversations/${visitor.id}/messages`, {
      token: member.token,
      body: { clientId: randomUUID(), text, epoch },
    }),
  )
}

async function timed(tally: Tally, conversationId: string, say: () => Promise<Said>): Promise<void> {
  const began = performance.now()
  try {
    const { message } = await say()
    tally.acksMs.push(performance.now() - began)
    tally.acked.set(conversationId, [...(tally.acked.get(conversationId) ?? []), message.id])
  } catch (error) {
    tally.failures.push(String(error))
  }
}

/** Acknowledged messages that the visitor's live stream never told. */
export function untold(tally: Tally, visitors: readonly Visitor[]): number {
  return visitors.reduce((sum, { id, stream }) => {
    const told = new Set(stream.messageIds)
    return sum + (tally.acked.get(id) ?? []).filter(messageId => !told.has(messageId)).length
  }, 0)
}
