import { ensureDefaultWorkspace } from '../accounts/index.ts'
import { embeddingState } from '../app/embedding-state.ts'
import { buildModels } from '../app/models.ts'
import type { Config } from '../config.ts'
import type { IndexState, ModelList } from '../contract/operator-api.ts'
import { type Database, readHolder } from '../platform/database/index.ts'
import { createLog } from '../platform/log.ts'
import { connect } from './connect.ts'

/** The state of the index: the running server's where one holds the data folder, else read from the opened database. */
export async function readIndexState(config: Config, database: Database | undefined): Promise<IndexState> {
  if (database) {
    const models = await buildModels(config, createLog('error', 'error'))
    try {
      const { id } = await ensureDefaultWorkspace(database)
      return await embeddingState(database, models, id)
    } finally {
      await models.close()
    }
  }
  if (!readHolder(config.DATA_DIR)?.url) throw new Error('another command holds the data folder; try again')
  const server = await connect(config, () => undefined)
  try {
    return (await server.call<ModelList>('/models')).index
  } finally {
    await server.close()
  }
}

/**
 * The state of the index in a line for `careline doctor`; one that begins with `warning: ` where pages are on the way to
 * another embedder.
 * @throws Error when questions find nothing.
 */
export function describeIndex({
  passages,
  embedder,
  embedded,
  searchable,
  wanted,
  collected,
}: IndexState): string {
  if (wanted === null)
    throw new Error('the encoder of the settings cannot be opened; see EMBEDDER and EMBEDDING_URL')
  if (passages === 0) return 'no pages yet'
  if (embedder === null) return `warning: ${passages} passages wait to be embedded with ${wanted}`
  if (embedder === wanted) {
    const said = `${embedded} of ${passages} passages embedded with ${embedder}`
    return embedded < passages ? `warning: ${said}` : said
  }
  const move = `embedded anew with ${wanted}: ${collected} of ${passages} passages so far; a running server goes on by itself`
  if (searchable) return `warning: searched with ${embedder} while being ${move}`
  throw new Error(
    `questions find nothing: ${embedder} cannot be opened any more. The pages are being ${move}`,
  )
}
