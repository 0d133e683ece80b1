import { z } from 'zod'

/** Text somebody typed: well-formed Unicode without NUL, which PostgreSQL cannot store. At most `max` characters. */
export const typed = (max: number) =>
  z
    .string()
    .max(max, `must be at most ${max} characters`)
    .refine(text => !text.includes('\u0000'), 'must not hold the character NUL')
    .refine(text => text.isWellFormed(), 'must be well-formed Unicode (it has half of a surrogate pair)')

/** The same measured in bytes of UTF-8, for what an index of the database or a parser limits. */
export const typedBytes = (max: number) =>
  typed(max).refine(text => new TextEncoder().encode(text).length <= max, `must be at most ${max} bytes`)

/**
 * A file as Base64, at most so many bytes. No pattern goes over the whole of it: one that has to remember every character of
 * tens of megabytes, to be able to go back, can fail.
 */
export const base64File = (bytes: number, tooLong: string) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(Math.ceil(bytes / 3) * 4, tooLong)
    .refine(text => !/[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, '')), 'must be Base64')
