import { z } from 'zod'
import { ContactSummary } from './desk-api.ts'
import { typed } from './typed.ts'

/** Requests and answers about the people who write. */

const at = z.iso.datetime()

/** Small facts about a contact, by name. */
export const Attributes = z
  .record(typed(80).min(1), z.union([typed(1_000), z.number(), z.boolean(), z.null()]))
  .refine(attributes => Object.keys(attributes).length <= 50, 'must have at most 50 names')
  .meta({ id: 'Attributes' })
export type Attributes = z.infer<typeof Attributes>

export const ContactLine = ContactSummary.extend({
  phone: z.string().nullable(),
  /** The host page's own id of the person. */
  externalId: z.string().nullable(),
  blocked: z.boolean(),
  attributes: z.record(z.string(), z.unknown()),
  conversations: z.number().int(),
  createdAt: at,
}).meta({ id: 'ContactLine' })
export type ContactLine = z.infer<typeof ContactLine>

export const ContactList = z
  .object({ contacts: z.array(ContactLine), next: z.string().nullable() })
  .meta({ id: 'ContactList' })
export type ContactList = z.infer<typeof ContactList>

export const ContactQuery = z.object({
  q: typed(200).optional(),
  /** `next` of the page before. */
  before: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ContactQuery = z.infer<typeof ContactQuery>

export const ContactDetail = ContactLine.extend({
  history: z.array(
    z.object({
      id: z.string(),
      subject: z.string().nullable(),
      status: z.string(),
      lastText: z.string().nullable(),
      updatedAt: at,
    }),
  ),
}).meta({ id: 'ContactDetail' })
export type ContactDetail = z.infer<typeof ContactDetail>

export const ChangeContact = z
  .object({
    name: typed(200).trim().nullable(),
    email: z.email().max(254).nullable(),
    phone: typed(60).trim().nullable(),
    /** In place of those there were. */
    attributes: Attributes,
    blocked: z.boolean(),
  })
  .partial()
  .meta({ id: 'ChangeContact' })
export type ChangeContact = z.infer<typeof ChangeContact>
