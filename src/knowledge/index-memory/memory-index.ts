import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmbeddedPassage, PassageIndex } from './port.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import { WorkspaceIndex } from './workspace-index.ts'

/** All rows of a workspace, of one embedder. */
export interface WorkspaceRows {
  embedderId: string
  dimensions: number
  rows: Iterable<EmbeddedPassage>
}

/** The record behind the index. */
export interface IndexRows {
  /** `undefined` when the workspace has no embedded passage. */
  loadWorkspace(workspaceId: string): Promise<WorkspaceRows | undefined>
  loadPages(workspaceId: string, pageIds: readonly string[]): Promise<WorkspaceRows | undefined>
  /** Changes with every change of the workspace's rows: the number of its last `passages.changed` event will do. */
  version(workspaceId: string): Promise<string>
}

export interface MemoryIndexOptions {
  rows: IndexRows
  /** Where snapshots are kept; unset: none are. */
  snapshotDir?: string
  /** The path of the public URL that the rows have before the addresses of own pages; snapshots go without it. */
  basePath?: string
}

export interface MemoryIndex extends PassageIndex {
  /** Loads a workspace now (snapshot, else rows) instead of at its first question. */
  load(workspaceId: string): Promise<void>
  /**
   * Follows a `passages.changed` event: the pages' passages are read anew, missing pages leave the index. `version` is
   * what `IndexRows.version` says once this event is the workspace's last: its number. Events come in order.
   */
  replacePages(workspaceId: string, pageIds: readonly string[], version: string): Promise<void>
  /** Builds a second index beside the present one and switches when it is whole: after the embedder changed. */
  reload(workspaceId: string): Promise<void>
  forget(workspaceId: string): Promise<void>
  /** Writes the snapshots of all loaded workspaces that changed since their last. */
  save(): Promise<void>
  /** By workspace: passages held, and bytes of the lexical part and of the vectors. */
  stats(): Record<string, { passages: number; lexicalBytes: number; vectorBytes: number }>
}

/**
 * The index of every workspace in this process's memory. It is a hint: the rows are the record, and whatever is broken
 * is rebuilt from them. Changes of one workspace happen one after the other.
 */
export function createMemoryIndex({ rows, snapshotDir, basePath = '' }: MemoryIndexOptions): MemoryIndex {
  const loaded = new Map<string, WorkspaceIndex | undefined>()
  const queues = new Map<string, Promise<unknown>>()
  const saved = new Map<string, string>()
  /** The version of the rows that a loaded index surely shows. Read before the rows, so never ahead of them. */
  const shown = new Map<string, string>()
  const pathOf = (workspaceId: string) =>
    join(snapshotDir ?? '', `${createHash('sha256').update(workspaceId).digest('hex').slice(0, 32)}.index`)

  const inTurn = <T>(workspaceId: string, work: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(workspaceId) ?? Promise.resolve()).then(work, work)
    queues.set(workspaceId, turn)
    return turn
  }

  const build = async (workspaceId: string) => {
    shown.set(workspaceId, await rows.version(workspaceId))
    const found = await rows.loadWorkspace(workspaceId)
    if (!found) return undefined
    const index = new WorkspaceIndex(found.embedderId, found.dimensions)
    index.add(found.rows)
    return index
  }

  const restore = async (workspaceId: string) => {
    if (snapshotDir === undefined) return undefined
    const version = await rows.version(workspaceId)
    const index = await readSnapshot(pathOf(workspaceId), { workspaceId, version, basePath }).catch(
      () => undefined,
    )
    if (index) {
      saved.set(workspaceId, version)
      shown.set(workspaceId, version)
    }
    return index
  }

  const open = (workspaceId: string) =>
    loaded.has(workspaceId)
      ? Promise.resolve(loaded.get(workspaceId))
      : inTurn(workspaceId, async () => {
          if (!loaded.has(workspaceId))
            loaded.set(workspaceId, (await restore(workspaceId)) ?? (await build(workspaceId)))
          return loaded.get(workspaceId)
        })

  return {
    async embedderOf(workspaceId) {
      const index = await open(workspaceId)
      return index && index.size > 0 ? index.embedderId : undefined
    },
    async find(workspaceId, probe) {
      const index = await open(workspaceId)
      if (!index)
        return {
          findings: [],
          terms: [],
          passageCount: 0,
          denseMean: 0,
          denseDeviation: 0,
          ms: { lexical: 0, dense: 0, sentences: 0 },
        }
      return index.find(probe)
    },
    async nearWords(workspaceId, text) {
      return (await open(workspaceId))?.nearWords(text) ?? []
    },
    async load(workspaceId) {
      await open(workspaceId)
    },
    async replacePages(workspaceId, pageIds, version) {
      if (pageIds.length === 0) return
      await inTurn(workspaceId, async () => {
        // Not loaded: its first question reads the rows as they are then.
        if (!loaded.has(workspaceId)) return
        const changed = await rows.loadPages(workspaceId, pageIds)
        const index = loaded.get(workspaceId)
        if (!index || (changed && changed.embedderId !== index.embedderId)) {
          loaded.set(workspaceId, await build(workspaceId))
          return
        }
        index.removePages(pageIds)
        if (changed) index.add(changed.rows)
        shown.set(workspaceId, version)
      })
    },
    async reload(workspaceId) {
      await inTurn(workspaceId, async () => {
        loaded.set(workspaceId, await build(workspaceId))
      })
    },
    async forget(workspaceId) {
      await inTurn(workspaceId, async () => {
        loaded.delete(workspaceId)
        saved.delete(workspaceId)
        if (snapshotDir !== undefined) await rm(pathOf(workspaceId), { force: true })
      })
    },
    async save() {
      if (snapshotDir === undefined) return
      for (const workspaceId of loaded.keys())
        await inTurn(workspaceId, async () => {
          const index = loaded.get(workspaceId)
          const version = shown.get(workspaceId)
          if (!index || version === undefined || saved.get(workspaceId) === version) return
          await writeSnapshot(pathOf(workspaceId), { workspaceId, version, basePath }, index)
          saved.set(workspaceId, version)
        })
    },
    stats: () =>
      Object.fromEntries(
        [...loaded].map(([workspaceId, index]) => [
          workspaceId,
          {
            passages: index?.size ?? 0,
            lexicalBytes: index?.bytes.lexical ?? 0,
            vectorBytes: index?.bytes.vectors ?? 0,
          },
        ]),
      ),
  }
}
