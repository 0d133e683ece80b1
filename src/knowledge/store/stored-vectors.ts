import type { Sql } from '../../platform/database/database.ts'

/** Which embedders' vectors a workspace holds. */
export interface StoredVectors {
  /** Passages in all. */
  passages: number
  /** The embedder of most passages: the one that is searched with. `undefined` before the first vector. */
  embedder: string | undefined
  /** Passages with its vectors. */
  embedded: number
  /** Vectors collected beside, by embedder, to take their place when they are whole. */
  collected: Readonly<Record<string, number>>
}

/** Counts the vectors of a workspace by embedder. */
export async function storedVectors(sql: Sql, workspaceId: string): Promise<StoredVectors> {
  const rows = await sql
    .selectFrom('passages')
    .select(({ fn }) => ['embedding_model', fn.countAll().as('count')])
    .where('workspace_id', '=', workspaceId)
    .groupBy('embedding_model')
    .orderBy('count', 'desc')
    .orderBy('embedding_model')
    .execute()
  const beside = await sql
    .selectFrom('next_vectors')
    .select(({ fn }) => ['model', fn.countAll().as('count')])
    .where('workspace_id', '=', workspaceId)
    .groupBy('model')
    .execute()
  const most = rows.find(row => row.embedding_model !== null)
  return {
    passages: rows.reduce((sum, row) => sum + Number(row.count), 0),
    embedder: most?.embedding_model ?? undefined,
    embedded: Number(most?.count ?? 0),
    collected: Object.fromEntries(beside.map(row => [row.model, Number(row.count)])),
  }
}
