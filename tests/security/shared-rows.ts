import { existsSync, readFileSync } from 'node:fs'

const folder = new URL('../../../shared/data/security/', import.meta.url)

/**
 * Rows of a public security data file. Where the folder is not there the tests that need it are left out, loudly;
 * with `CI=true` that is a failure.
 */
export function sharedRows<Row>(file: string): Row[] {
  const url = new URL(file, folder)
  if (existsSync(url))
    return readFileSync(url, 'utf8')
      .split('\n')
      .filter(line => line.trim() !== '')
      .map(line => JSON.parse(line) as Row)
  const missing = `NOT RUN: ../shared/data/security/${file} is not there, so its rows were not checked`
  if (process.env['CI'] === 'true') throw new Error(missing)
  console.warn(missing)
  return []
}

/** A file named by a row. */
export function sharedBytes(file: string): Uint8Array {
  return readFileSync(new URL(file, folder))
}
