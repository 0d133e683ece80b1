import type { Context } from 'hono'
import { authorize, type Principal, type Protected, tokensMatch, type Verb } from '../accounts/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { HttpEnv } from '../platform/http/edge.ts'

/** Who sends a request to the operator's side: whoever has the admin token, or nobody known. */
export function createPrincipals(adminToken: string) {
  const isOperator = (authorization: string | undefined): boolean => {
    const token = tokenIn(authorization)
    return token !== undefined && tokensMatch(token, adminToken)
  }
  const principalOf = (c: Context<HttpEnv>): Principal => {
    const authorization = c.req.header('authorization')
    if (tokenIn(authorization) === undefined) return { kind: 'anonymous' }
    if (isOperator(authorization)) return { kind: 'admin' }
    throw new CarelineError('forbidden', 'This token is not known.', { details: { status: 401 } })
  }
  return {
    /** Whether an `Authorization` header carries the admin token. */
    isOperator,
    /** @throws CarelineError `forbidden`: 401 for nobody known, 403 for somebody who may not. */
    require<O extends Protected>(c: Context<HttpEnv>, verb: Verb<O['kind']>, object: O): void {
      const principal = principalOf(c)
      try {
        authorize(principal, verb, object)
      } catch (error) {
        if (principal.kind !== 'anonymous') throw error
        throw new CarelineError(
          'forbidden',
          'Send the admin token of the data folder (admin-token) as Authorization: Bearer.',
          {
            details: { status: 401 },
          },
        )
      }
    },
  }
}

const tokenIn = (authorization = ''): string | undefined => /^Bearer (\S{1,200})$/.exec(authorization)?.[1]

export type Principals = ReturnType<typeof createPrincipals>
