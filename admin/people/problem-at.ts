import { ApiError } from '../api/client.ts'

/** What the server says of each field, by the field it is about; `rest` is what no field of the form can show. */
export interface FieldErrors {
  at(field: string): string | undefined
  rest: Error | null
}

/** Sorts what a refusal says to the fields of a form; words about anything else stand above the form. */
export function fieldErrors(error: Error | null, fields: readonly string[]): FieldErrors {
  const lines = error instanceof ApiError ? (error.problem.errors ?? []) : []
  const fieldOf = (path: string) => fields.find(field => path === field || path.startsWith(`${field}.`))
  const at = (field: string) =>
    lines
      .filter(({ path }) => fieldOf(path) === field)
      .map(({ message }) => message)
      .join(', ') || undefined
  const elsewhere = error !== null && !lines.some(({ path }) => fieldOf(path))
  return { at, rest: elsewhere ? error : null }
}

/** Whether it was refused since something else has this name. */
export const isTakenName = (error: Error | null): boolean =>
  error instanceof ApiError && error.problem.status === 409
