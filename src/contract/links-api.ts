import { z } from 'zod'
import { email, name, password } from './accounts-api.ts'
import { typed } from './typed.ts'

/** Requests and answers about invites, and about the links that mails bring. */

const at = z.iso.datetime()
const token = typed(100).min(1)
/** Of the authenticator app, or a recovery code. */
const code = typed(40).optional()

export const Invite = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.string(),
    teamIds: z.array(z.string()),
    language: z.string(),
    /** The member who invited; null: whoever runs the server, or a program. */
    invitedBy: z.string().nullable(),
    createdAt: at,
    expiresAt: at,
  })
  .meta({ id: 'Invite' })
export type Invite = z.infer<typeof Invite>

export const CreateInvite = z
  .object({
    email,
    role: typed(80).min(1),
    teamIds: z.array(typed(80)).max(100).default([]),
    /** Of the mail. */
    language: z.enum(['en', 'de']).default('en'),
  })
  .meta({ id: 'CreateInvite' })

export const AskForLink = z.object({ email }).meta({ id: 'AskForLink' })
export const ResetPassword = z.object({ token, password }).meta({ id: 'ResetPassword' })
export const EnterByLink = z.object({ token, code }).meta({ id: 'EnterByLink' })
export const ReadInvite = z.object({ token }).meta({ id: 'ReadInvite' })
export const OpenedInvite = z
  .object({
    email: z.string(),
    workspace: z.string(),
    invitedBy: z.string().nullable(),
    /** Whether there is an account with this address, which then joins as it is. */
    hasAccount: z.boolean(),
  })
  .meta({ id: 'OpenedInvite' })
export type OpenedInvite = z.infer<typeof OpenedInvite>
export const AcceptInvite = z
  .object({
    token,
    code,
    /** Of somebody who has no account yet. */
    name: name.optional(),
    password: password.optional(),
  })
  .meta({ id: 'AcceptInvite' })
