import type { Sql } from '../../platform/database/database.ts'
import { type IndexRow, loadIndexRows, loadPageRows, type RowOptions } from '../store/index-rows.ts'
import { storedVectors } from '../store/stored-vectors.ts'
import type { IndexRows, WorkspaceRows } from './memory-index.ts'
import type { EmbeddedPassage } from './port.ts'

/**
 * The rows of the database as the index reads them. Passages not embedded yet are left out; where two embedders' vectors
 * lie side by side (an import under way after the embedder changed), the one with more passages is shown, never both.
 */
export function createStoredRows(sql: Sql, options: RowOptions = {}): IndexRows {
  return {
    async loadWorkspace(workspaceId) {
      const { embedder: model } = await storedVectors(sql, workspaceId)
      if (model === undefined) return undefined
      const rows: EmbeddedPassage[] = []
      for await (const batch of loadIndexRows(sql, workspaceId, options)) rows.push(...embedded(batch, model))
      return asWorkspace(model, rows)
    },
    async loadPages(workspaceId, pageIds) {
      const { embedder: model } = await storedVectors(sql, workspaceId)
      if (model === undefined) return undefined
      return asWorkspace(model, embedded(await loadPageRows(sql, pageIds, options), model))
    },
    async version(workspaceId) {
      const row = await sql
        .selectFrom('events')
        .select(({ fn }) => fn.max('number').as('number'))
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', 'passages.changed')
        .executeTakeFirst()
      return String(row?.number ?? 0)
    },
  }
}

function embedded(rows: readonly IndexRow[], model: string): EmbeddedPassage[] {
  return rows.flatMap(({ passage, vector, sentenceVectors, embeddingModel }) =>
    vector === null || embeddingModel !== model
      ? []
      : [{ passage, vector, sentenceVectors: sentenceVectors ?? new Int8Array(0) }],
  )
}

function asWorkspace(embedderId: string, rows: EmbeddedPassage[]): WorkspaceRows | undefined {
  const first = rows[0]
  return first && { embedderId, dimensions: first.vector.length, rows }
}
