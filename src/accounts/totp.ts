import { randomInt } from 'node:crypto'
import { generateSecret, generateURI, verify } from 'otplib'
import { CarelineError } from '../kit/errors.ts'
import type { AccountDeps } from './deps.ts'
import { hashToken } from './one-time-tokens.ts'

/** RFC 6238 with the usual six digits of thirty seconds; one step before and after is taken, for clocks that differ. */
const STEP_S = 30
const RECOVERY_CODES = 10
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

interface TotpAccount {
  id: string
  totp_sealed: string | null
  totp_step: number | null
  recovery_hashes: string[]
}

const placeOf = (accountId: string) => ({
  ...{ workspaceId: '', table: 'accounts', row: accountId, column: 'totp_sealed' },
})

/** A new secret to put into an authenticator app; nothing is stored until a code of it was shown. */
export function proposeTotp(email: string): { secret: string; uri: string } {
  const secret = generateSecret()
  return { secret, uri: generateURI({ issuer: 'Careline', label: email, secret }) }
}

/**
 * Switches the second factor on, once a code proves that the app has the secret.
 * @returns the recovery codes, shown this once.
 * @throws CarelineError `invalid` when the code is not of that secret, `conflict` when it is on already.
 */
export async function enableTotp(
  deps: AccountDeps,
  accountId: string,
  given: { secret: string; code: string },
): Promise<string[]> {
  const step = await stepOf(given.secret, given.code, deps.clock.now())
  if (step === undefined)
    throw new CarelineError('invalid', 'The code does not fit. Check the clock of your phone.')
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  const row = await deps.database.sql
    .updateTable('accounts')
    .set({
      totp_sealed: deps.keyring.seal(placeOf(accountId), given.secret),
      totp_step: step,
      recovery_hashes: codes.map(hashToken),
    })
    .where('id', '=', accountId)
    .where('totp_sealed', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row)
    throw new CarelineError('conflict', 'The second factor is on already. Switch it off first to renew it.')
  return codes
}

/** Switches the second factor off. */
export async function disableTotp(deps: AccountDeps, accountId: string): Promise<void> {
  await deps.database.sql
    .updateTable('accounts')
    .set({ totp_sealed: null, totp_step: null, recovery_hashes: [] })
    .where('id', '=', accountId)
    .execute()
}

/** Checks a code of the app or a recovery code; each is taken once, also of many tries at the same time. */
export async function checkSecondFactor(
  deps: AccountDeps,
  account: TotpAccount,
  code: string | undefined,
): Promise<'right' | 'wrong' | 'missing'> {
  if (!account.totp_sealed) return 'right'
  if (code === undefined || code.trim() === '') return 'missing'
  const given = code.trim().toLowerCase()
  const taken = /^\d{6}$/.test(given)
    ? await takeStep(deps, account, given)
    : await takeRecoveryCode(deps, account.id, given)
  return taken ? 'right' : 'wrong'
}

async function takeStep(deps: AccountDeps, account: TotpAccount, code: string): Promise<boolean> {
  const secret = deps.keyring.open(placeOf(account.id), account.totp_sealed!)
  const step = await stepOf(secret, code, deps.clock.now())
  if (step === undefined) return false
  const row = await deps.database.sql
    .updateTable('accounts')
    .set({ totp_step: step })
    .where('id', '=', account.id)
    .where(or => or.or([or('totp_step', 'is', null), or('totp_step', '<', step)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

async function takeRecoveryCode(deps: AccountDeps, accountId: string, code: string): Promise<boolean> {
  const hash = hashToken(code)
  return await deps.database.transaction(async tx => {
    const row = await tx
      .selectFrom('accounts')
      .select('recovery_hashes')
      .where('id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (!row.recovery_hashes.includes(hash)) return false
    await tx
      .updateTable('accounts')
      .set({ recovery_hashes: row.recovery_hashes.filter(one => one !== hash) })
      .where('id', '=', accountId)
      .execute()
    return true
  })
}

/** The time step a code belongs to, of those near now; `undefined` when it is of none. */
async function stepOf(secret: string, code: string, now: Date): Promise<number | undefined> {
  const epoch = Math.floor(now.getTime() / 1000)
  for (const offset of [0, -1, 1]) {
    const at = epoch + offset * STEP_S
    const { valid } = await verify({ secret, token: code, epoch: at, epochTolerance: 0 })
    if (valid) return Math.floor(at / STEP_S)
  }
  return undefined
}

/** Sixteen letters without those that look alike: 79 bits. */
function newRecoveryCode(): string {
  const letters = Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)])
  return [0, 4, 8, 12].map(at => letters.slice(at, at + 4).join('')).join('-')
}
