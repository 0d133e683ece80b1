import { type Claims, claimContact, isVerified, keepVerifiedContact, type Proved } from '../contacts/index.ts'
import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import type { ConversationDeps } from './deps.ts'
import { type ConversationRow, lockConversation } from './store.ts'
import { about } from './turn-rows.ts'

/*
 * Neither goes into the intake journal: the page says it again with the next look, and nothing a visitor wrote is in it.
 */

/**
 * The host page's server has vouched for the visitor of a conversation: it is the verified contact's from now on, and
 * shows them their earlier ones until `until`.
 * @throws CarelineError `conflict` when it is another verified contact's: who signs in on the same device begins anew.
 */
export async function identify(
  deps: ConversationDeps,
  input: { conversationId: string; proved: Proved; until: Date },
): Promise<void> {
  const now = deps.clock.now()
  const { externalId } = input.proved
  await deps.database.transaction(async tx => {
    const row = await lockConversation(tx, input.conversationId)
    await refuseAnother(tx, row, externalId)
    const contactId = await keepVerifiedContact(tx, { ...input.proved, workspaceId: row.workspace_id, now })
    await tx
      .updateTable('conversations')
      .set({ identified_until: input.until })
      .where('id', '=', row.id)
      .execute()
    await giveTo(tx, row, { contactId, verified: true }, now)
  })
  deps.ring?.()
}

/**
 * The page says who its visitor is. It stays a claim: it opens nothing, and never touches a verified contact.
 * @throws CarelineError `forbidden` once the visitor was proved.
 */
export async function claimIdentity(
  deps: ConversationDeps,
  input: { conversationId: string; claims: Claims },
): Promise<void> {
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    const row = await lockConversation(tx, input.conversationId)
    if (await isVerified(tx, row.contact_id))
      throw new CarelineError(
        'forbidden',
        'This visitor is identified by a token; what is known of them is changed by a token.',
      )
    const known = row.contact_id
    const contactId = await claimContact(tx, {
      ...{ ...input.claims, workspaceId: row.workspace_id, known, now },
    })
    await giveTo(tx, row, { contactId, verified: false }, now)
  })
  deps.ring?.()
}

async function giveTo(
  tx: Tx,
  row: ConversationRow,
  { contactId, verified }: { contactId: string; verified: boolean },
  now: Date,
): Promise<void> {
  if (row.contact_id === contactId) return
  await tx.updateTable('conversations').set({ contact_id: contactId }).where('id', '=', row.id).execute()
  const data = { conversationId: row.id, contactId, verified }
  await appendEvents(tx, [{ name: 'contact.identified', data, ...about(row) }], now)
}

async function refuseAnother(db: Sql, row: ConversationRow, externalId: string): Promise<void> {
  if (row.contact_id === null) return
  const contact = await db
    .selectFrom('contacts')
    .select(['verified', 'external_id'])
    .where('id', '=', row.contact_id)
    .executeTakeFirst()
  if (contact?.verified && contact.external_id !== externalId)
    throw new CarelineError('conflict', 'This conversation is somebody else’s. Start a new one.')
}
