import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** What an id names; the prefix is part of the id so that a stray one is recognised in a log. */
export type IdPrefix =
  | 'ws'
  | 'bot'
  | 'con'
  | 'msg'
  | 'trn'
  | 'src'
  | 'pag'
  | 'pas'
  | 'job'
  | 'trc'
  | 'cnt'
  | 'hnd'
  | 'evt'
  | 'acc'
  | 'mem'
  | 'rol'
  | 'tea'
  | 'ses'
  | 'key'
  | 'idp'
  | 'inv'
  | 'aud'
  | 'not'
  | 'dra'
  | 'lab'
  | 'mac'
  | 'vie'
  | 'att'
  | 'pin'
  | 'gol'
  | 'psh'

/** A new id such as `msg_01jd3k...`: 48 bits of time, then 80 random bits (the layout of a ULID), so ids sort by age. */
export function newId(prefix: IdPrefix, now: number = Date.now()): string {
  let time = ''
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time
  let random = ''
  for (const byte of randomBytes(16)) random += ALPHABET[byte % 32]
  return `${prefix}_${time}${random}`
}
