import type { IndexState } from '../contract/operator-api.ts'
import { languageShares, storedVectors } from '../knowledge/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Models } from './models.ts'

/** With which embedder a workspace is searched, with which it is to be, and how far the change is. */
export async function embeddingState(
  database: Database,
  { embedders }: Pick<Models, 'embedders'>,
  workspaceId: string,
): Promise<IndexState> {
  const { passages, embedder, embedded, collected } = await storedVectors(database.sql, workspaceId)
  const wanted = await embedders
    .forPages(await languageShares(database.sql, workspaceId))
    .then(({ id }) => id)
    .catch(() => null)
  const opens =
    embedder !== undefined &&
    (await embedders.byId(embedder).then(
      () => true,
      () => false,
    ))
  return {
    passages,
    embedder: embedder ?? null,
    embedded,
    searchable: opens,
    wanted,
    collected: wanted === null ? 0 : (collected[wanted] ?? 0),
  }
}
