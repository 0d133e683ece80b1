import { z } from 'zod'
import { name } from './accounts-api.ts'
import { typed } from './typed.ts'

/** Requests and answers about single sign-on. */

const domain = z
  .string()
  .max(253)
  .regex(/^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d-]{2,}$/i, 'must be a domain such as shop.example')

const provider = z.object({
  name,
  /** Where the provider describes itself, as it names it. */
  issuer: typed(500).min(1),
  clientId: typed(500).min(1),
  /** Only addresses of these domains are let in; empty: of any, which then must be members. */
  domains: z.array(domain).max(50).default([]),
  /** Of newcomers of those domains; null: nobody becomes a member by signing in. */
  role: typed(80).min(1).nullable().default(null),
})

export const GiveIdentityProvider = provider
  .extend({
    /** Write only. Left out: stays as it is. Null: there is none. */
    clientSecret: typed(2_000).min(1).nullable().optional(),
  })
  .meta({ id: 'GiveIdentityProvider' })

export const IdentityProvider = z
  .object({
    id: z.string(),
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    hasSecret: z.boolean(),
    domains: z.array(z.string()),
    role: z.string().nullable(),
  })
  .meta({ id: 'IdentityProvider' })
export type IdentityProvider = z.infer<typeof IdentityProvider>

export const SignInProviders = z
  .object({ providers: z.array(z.object({ id: z.string(), name: z.string() })) })
  .meta({ id: 'SignInProviders' })
export const BegunSignOn = z.object({ url: z.string() }).meta({ id: 'BegunSignOn' })
