import { type Clients, once, persist } from './client.ts'
import type { History } from './history.ts'
import { pause } from './process.ts'
import { seeded } from './seeded.ts'

/** What members of a run did and were told. */
export interface Desk {
  takeovers: NonNullable<History['takeovers']>
  words: NonNullable<History['words']>
}

type Hold = { holder: string; epoch: number }

/** A member who takes conversations over, speaks and gives them back, and may speak again when that is too late. */
export async function operate(
  clients: Clients,
  desk: Desk,
  { seed, member, ids }: { seed: number; member: number; ids: readonly string[] },
): Promise<void> {
  const random = seeded(seed + 7_000 + member)
  const memberId = `m${member}`
  for (let round = 0; round < 3; round++) {
    await pause(random() * 120)
    const id = ids[Math.floor(random() * ids.length)]!
    const taken = await take(clients, desk, id, memberId)
    if (!taken) continue
    const text = `member ${memberId} ${round}`
    if (random() < 0.5) await speak(clients, desk, id, memberId, { epoch: taken.epoch, text })
    await pause(random() * 80)
    await pass(clients, id, taken, 'bot')
    if (random() < 0.5) continue
    // Words that were on their way while the conversation went and came back.
    const again = await take(clients, desk, id, memberId)
    if (!again) continue
    await speak(clients, desk, id, memberId, { epoch: taken.epoch, text: `${text}, late` })
    await pass(clients, id, again, 'bot')
  }
}

/** Takes it if nobody else has it. */
async function take(
  clients: Clients,
  { takeovers }: Desk,
  id: string,
  memberId: string,
): Promise<Hold | undefined> {
  const seen: Hold | undefined = await once(clients, `/member/${id}`)
  if (!seen || seen.holder.startsWith('member:')) return undefined
  const taken = await pass(clients, id, seen, `member:${memberId}`)
  if (taken) takeovers.push({ conversationId: id, epoch: taken.epoch, holder: taken.holder })
  return taken
}

async function pass(
  clients: Clients,
  id: string,
  { holder, epoch }: Hold,
  to: string,
): Promise<Hold | undefined> {
  return await once(clients, `/member/${id}/holder`, { body: { from: { holder, epoch }, to } })
}

async function speak(
  clients: Clients,
  { words }: Desk,
  id: string,
  memberId: string,
  said: { epoch: number; text: string },
): Promise<void> {
  const answer = await once(clients, `/member/${id}/messages`, {
    ...{ kind: 'member', key: said.text, conversationId: id, body: { memberId, ...said } },
  })
  if (answer) words.push({ messageId: answer.message.id, epoch: said.epoch })
}

/** Two members take the same conversation at the same moment: exactly one may have it. */
export async function race(clients: Clients, { takeovers }: Desk, ids: readonly string[]): Promise<void> {
  for (const id of ids.slice(0, 3)) {
    const seen: Hold | undefined = await once(clients, `/member/${id}`)
    if (!seen || seen.holder.startsWith('member:')) continue
    const both = await Promise.all(['member:left', 'member:right'].map(to => pass(clients, id, seen, to)))
    for (const taken of both)
      if (taken) takeovers.push({ conversationId: id, epoch: taken.epoch, holder: taken.holder })
  }
}

/** A member who holds gives back while the bot may be answering elsewhere; nobody holds: one takes and gives back. */
export async function release(clients: Clients, desk: Desk, ids: readonly string[]): Promise<void> {
  await race(clients, desk, ids)
  for (const id of ids.slice(0, 3)) await giveBack(clients, id)
}

/** Members leave: what they still hold, after an answer that was lost, goes back to the bot. */
export async function giveBack(clients: Clients, id: string): Promise<void> {
  for (const until = Date.now() + clients.server.patienceMs; Date.now() < until; ) {
    const hold: Hold = await persist(clients, `/member/${id}`)
    if (!hold.holder.startsWith('member:')) return
    await pass(clients, id, hold, 'bot')
  }
}
