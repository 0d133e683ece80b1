import { addMember, createAccount, issueSetupToken } from '../../src/accounts/index.ts'
import { hashPassword } from '../../src/accounts/passwords.ts'
import type { AppOptions } from '../../src/app/index.ts'
import { type Answer, type ApiRig, type Call, startApi } from '../security/api-rig.ts'

export const PASSWORD = 'a long walk in the hills'

/** Somebody signed in: their calls carry their access token, and the cookie of their session is kept. */
export interface Staff {
  email: string
  accessToken: string
  cookie: string
  call(path: string, call?: Call): Promise<Answer>
}

export interface StaffRig extends ApiRig {
  owner: Staff
  /** Makes a member of a role and signs them in; in another workspace when one is named. */
  member(role: string, given?: { email?: string; workspaceId?: string }): Promise<Staff>
  signIn(email: string, more?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>
}

/** The whole program with an owner, made by the token of the console as on a first start. */
export async function startStaff(
  environment: Record<string, string> = {},
  options: AppOptions = {},
): Promise<StaffRig> {
  const api = await startApi(environment, options)
  const { accounts, workspaceId } = api.app
  const token = await issueSetupToken(accounts, workspaceId)
  const made = await api.call('/api/v1/setup', {
    body: { token, email: 'olga@shop.example', name: 'Olga Owner', password: PASSWORD },
  })
  let members = 0
  const signIn: StaffRig['signIn'] = (email, more = {}, headers = {}) =>
    api.call('/api/v1/session', { body: { email, password: PASSWORD, ...more }, headers })
  return {
    ...api,
    owner: staffOf(api, 'olga@shop.example', made),
    signIn,
    async member(role, given = {}) {
      const email = given.email ?? `${role.slice(0, 20).toLowerCase()}-${++members}@shop.example`
      const password_hash = await hashPassword(PASSWORD)
      await accounts.database.transaction(async tx => {
        const now = accounts.clock.now()
        const accountId = await createAccount(tx, { email, name: email.split('@')[0]!, password_hash }, now)
        await addMember(tx, { workspaceId: given.workspaceId ?? workspaceId, accountId, role }, now)
      })
      return staffOf(api, email, await signIn(email))
    },
  }
}

/** Who an answer to a sign-in makes of its caller. */
export function staffOf(api: ApiRig, email: string, signedIn: Answer): Staff {
  if (signedIn.status !== 201) throw new Error(`${email} could not sign in: ${signedIn.text}`)
  const accessToken = signedIn.json.accessToken as string
  return {
    email,
    accessToken,
    cookie: cookieOf(signedIn),
    call: (path, call) => api.call(path, { token: accessToken, ...call }),
  }
}

/** The refresh cookie an answer sets, as a browser sends it back. */
export const cookieOf = (answer: Answer): string =>
  /careline_refresh=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? ''
