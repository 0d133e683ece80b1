import { createRequire } from 'node:module'

const require = createRequire(new URL('../peers/package.json', import.meta.url))

/** The part of better-sqlite3 the bench uses. */
export interface Sqlite {
  exec(sql: string): void
  prepare(sql: string): { run(...values: unknown[]): void; all(...values: unknown[]): { rowid: number }[] }
  transaction(work: () => void): () => void
}

export interface MiniSearchIndex {
  addAll(rows: readonly object[]): void
  search(query: string): { id: number }[]
}

/** A pinned peer of bench/peers, or an error that says how to get it. */
function peer(name: string): unknown {
  try {
    return require(name)
  } catch (cause) {
    throw new Error(`${name} is missing: run "npm ci" in bench/peers first`, { cause })
  }
}

/** SQLite in memory with the sqlite-vec extension. */
export function openSqlite(): Sqlite {
  const Database = peer('better-sqlite3') as new (path: string) => Sqlite
  const database = new Database(':memory:')
  ;(peer('sqlite-vec') as { load(into: Sqlite): void }).load(database)
  return database
}

export function openMiniSearch(): MiniSearchIndex {
  const MiniSearch = peer('minisearch') as new (options: object) => MiniSearchIndex
  return new MiniSearch({ fields: ['title', 'text'], storeFields: [], searchOptions: { combineWith: 'OR' } })
}

/** FTS5's OR of the words of a question. */
export function ftsQuery(question: string): string {
  return (question.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => `"${word}"`).join(' OR ')
}

export function vectorBlob(vectors: Float32Array, row: number, dimensions: number): Buffer {
  return Buffer.from(vectors.buffer, row * dimensions * 4, dimensions * 4)
}
