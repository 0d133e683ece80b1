import type { z } from 'zod'
import { Problem } from './problem.ts'

/** Pieces of which routes are described for the OpenAPI document. */

/** A JSON body or answer by its schema. */
export const json = <S extends z.ZodType>(schema: S) => ({ 'application/json': { schema } })

/** A JSON answer. */
export const answer = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: json(schema),
})

/** A JSON body that must be there. */
export const body = <S extends z.ZodType>(schema: S) => ({ required: true, content: json(schema) })

/** What every route may answer instead. */
export const problems = {
  default: {
    description: 'Problem details (RFC 9457)',
    content: { 'application/problem+json': { schema: Problem } },
  },
}
