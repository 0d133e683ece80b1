import { hash, verify } from '@node-rs/argon2'
import { CarelineError } from '../kit/errors.ts'

/** argon2id with 19 MiB and two passes (OWASP's least), the algorithm's number as the library names it. */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Each takes 19 MiB and a core for a while: more at once would only wait for each other, or for memory. */
const AT_ONCE = 2
const MIN_LENGTH = 10
const MAX_LENGTH = 200

let running = 0
const waiting: (() => void)[] = []

/** The hash to store. @throws CarelineError `invalid` when the password is too short or too long. */
export async function hashPassword(password: string): Promise<string> {
  const length = [...password].length
  if (length < MIN_LENGTH || length > MAX_LENGTH)
    throw new CarelineError(
      'invalid',
      `A password needs ${MIN_LENGTH} to ${MAX_LENGTH} characters. A few words in a row are a good one.`,
      {
        details: {
          errors: [{ path: 'password', message: `must have ${MIN_LENGTH} to ${MAX_LENGTH} characters` }],
        },
      },
    )
  return await inTurn(() => hash(password.normalize('NFKC'), options))
}

/** Whether it is the password of that hash. Without a hash the work is done all the same, so that time tells nothing. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const given = password.slice(0, MAX_LENGTH * 4).normalize('NFKC')
  const known = stored ?? (await nobodysHash())
  const matches = await inTurn(() => verify(known, given))
  return matches && stored != null
}

let nobodys: Promise<string> | undefined
const nobodysHash = () => {
  nobodys ??= inTurn(() => hash('the password of nobody at all', options))
  return nobodys
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
