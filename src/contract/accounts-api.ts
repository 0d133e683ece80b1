import { z } from 'zod'
import { Right } from './rights.ts'
import { typed } from './typed.ts'

/** Requests and answers about people: signing in, members, roles, teams, keys and the audit log. */

export const email = z.email('must be an e-mail address').max(254)
export const name = typed(120).trim().min(1, 'must not be empty')
export const password = typed(1_000).min(1, 'must not be empty')
const at = z.iso.datetime()

export const SignIn = z
  .object({
    email,
    password,
    /** Of the authenticator app, or a recovery code. */
    code: typed(40).optional(),
    workspaceId: typed(80).optional(),
  })
  .meta({ id: 'SignIn' })

export const SetUpOwner = z
  .object({ token: typed(100).min(1), email, name, password })
  .meta({ id: 'SetUpOwner' })

export const SetupState = z.object({ needsOwner: z.boolean() }).meta({ id: 'SetupState' })

/** The refresh token travels in a cookie that scripts cannot read. */
export const Session = z
  .object({ accessToken: z.string(), expiresIn: z.number().int() })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const RefreshSession = z.object({ workspaceId: typed(80).optional() }).meta({ id: 'RefreshSession' })

export const Account = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    locale: z.string(),
    /** Whether it has a password; one that signs in by other ways has none. */
    password: z.boolean(),
    totp: z.boolean(),
    memberId: z.string(),
    workspaceId: z.string(),
    role: z.string(),
    rights: z.array(Right),
    workspaces: z.array(z.object({ workspaceId: z.string(), name: z.string(), role: z.string() })),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>

export const ChangeAccount = z
  .object({
    name,
    locale: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as en or pt-BR'),
  })
  .partial()
  .meta({ id: 'ChangeAccount' })

export const ChangePassword = z
  .object({ current: password.optional(), next: password })
  .meta({ id: 'ChangePassword' })

export const LiveSession = z
  .object({
    id: z.string(),
    address: z.string(),
    device: z.string(),
    createdAt: at,
    usedAt: at,
    current: z.boolean(),
  })
  .meta({ id: 'LiveSession' })
export type LiveSession = z.infer<typeof LiveSession>

export const ProposedTotp = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'ProposedTotp' })
export type ProposedTotp = z.infer<typeof ProposedTotp>
export const EnableTotp = z
  .object({
    secret: z.string().regex(/^[A-Z2-7]{32}$/, 'must be the secret that was proposed'),
    code: typed(10),
    /** The account's own, unless it has none. */
    password: password.optional(),
  })
  .meta({ id: 'EnableTotp' })
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' })
/** The account's own password, unless it has none. */
export const ProveIdentity = z.object({ password: password.optional() }).meta({ id: 'ProveIdentity' })

export const Member = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    displayName: z.string().nullable(),
    role: z.string(),
    languages: z.array(z.string()),
    skills: z.array(z.string()),
    capacity: z.number().int(),
    presence: z.enum(['online', 'away', 'offline']),
    createdAt: at,
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

export const ChangeMember = z
  .object({
    role: typed(80),
    displayName: typed(80).trim().min(1).nullable(),
    languages: z.array(typed(20)).max(50),
    skills: z.array(typed(60).trim().min(1)).max(50),
    capacity: z.number().int().min(0).max(1_000),
  })
  .partial()
  .meta({ id: 'ChangeMember' })

export const Role = z
  .object({ id: z.string(), name: z.string(), rights: z.array(Right), builtIn: z.boolean() })
  .meta({ id: 'Role' })
export type Role = z.infer<typeof Role>
export const GiveRole = z.object({ name, rights: z.array(Right).max(200) }).meta({ id: 'GiveRole' })

const day = z
  .array(z.tuple([z.string().regex(/^\d\d:\d\d$/), z.string().regex(/^\d\d:\d\d$/)]))
  .max(10)
  .refine(
    spans => spans.every(([from, to]) => from < to && to <= '24:00'),
    'must go from an earlier to a later time',
  )

export const BusinessHours = z
  .object({
    timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
    /** Spans of local time by day of the week; a day that is not named is closed. */
    weekly: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), day),
    holidays: z.array(z.iso.date()).max(400).default([]),
  })
  .meta({ id: 'BusinessHours' })
export type BusinessHours = z.infer<typeof BusinessHours>

export const GiveTeam = z
  .object({
    name,
    routing: z.enum(['round-robin', 'fewest-open', 'manual']).default('fewest-open'),
    reassignWhenAway: z.boolean().default(true),
    hours: BusinessHours.nullable().default(null),
    memberIds: z.array(typed(80)).max(1_000).default([]),
  })
  .meta({ id: 'GiveTeam' })
export type GiveTeam = z.infer<typeof GiveTeam>
export const Team = GiveTeam.extend({ id: z.string() }).meta({ id: 'Team' })
export type Team = z.infer<typeof Team>

export const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string(),
    rights: z.array(Right),
    /** The member who made it; it goes on working when they leave. Null: whoever runs the server. */
    createdBy: z.string().nullable(),
    createdAt: at,
    usedAt: at.nullable(),
    expiresAt: at.nullable(),
  })
  .meta({ id: 'ApiKey' })
export const CreateApiKey = z
  .object({ name, rights: z.array(Right).min(1).max(200), expiresAt: at.optional() })
  .meta({ id: 'CreateApiKey' })
export const CreatedApiKey = z.object({ apiKey: ApiKey, key: z.string() }).meta({ id: 'CreatedApiKey' })

export const SecretName = z.object({ name: z.string().max(80) }).meta({ id: 'SecretName' })
export const SecretList = z
  .object({ secrets: z.array(z.object({ name: z.string(), updatedAt: at })) })
  .meta({ id: 'SecretList' })
export const GiveSecret = z.object({ value: typed(10_000).min(1) }).meta({ id: 'GiveSecret' })

export const AuditEntry = z
  .object({
    id: z.string(),
    actor: z.string(),
    action: z.string(),
    object: z.string(),
    objectId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    address: z.string().nullable(),
    at,
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditPage = z.object({ entries: z.array(AuditEntry) }).meta({ id: 'AuditPage' })

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
