import { CarelineError } from '../../kit/errors.ts'
import type { LoadState } from '../model-thread.ts'
import type { Embedder } from '../ports.ts'
import type { LoadableEmbedder } from './local-embedder.ts'
import { embeddedModels, type ResolveOptions, resolveEmbedder } from './resolve-embedder.ts'

/** Share of a workspace's pages (0 to 1, by number of passages) in each language, by ISO 639-1 code. */
export type LanguageShares = Readonly<Record<string, number>>

/** Up to this share of pages in other languages the English encoder stays: stray pages do not change a model. */
const OTHER_LANGUAGES_ALLOWED = 0.1

/**
 * Which embedded model serves pages in these languages. Decided by the pages of a workspace, never by one question.
 */
export function chooseEmbedder(shares: LanguageShares): 'all-minilm-l6-v2' | 'multilingual-e5-small' {
  const all = Object.values(shares).reduce((sum, share) => sum + share, 0)
  const others = all - (shares.en ?? 0)
  return all === 0 || others <= OTHER_LANGUAGES_ALLOWED * all ? embeddedModels.en : embeddedModels.many
}

/** The embedders of this process: each is opened once, its model loaded at its first use. */
export interface Embedders {
  /** The embedder new vectors of a workspace are made with. */
  forPages(shares: LanguageShares): Promise<Embedder>
  /**
   * The embedder that made existing vectors, whether or not it still makes new ones.
   * @throws CarelineError `unavailable` when it cannot be had any more.
   */
  byId(id: string): Promise<Embedder>
  /** Load state of every embedder used so far, by id. */
  states(): Record<string, LoadState>
  close(): Promise<void>
}

export interface EmbeddersOptions extends ResolveOptions {
  /** Serves every workspace: a remote endpoint, or a scripted embedder. */
  fixed?: Embedder
  /** Opens a remote embedder of earlier settings by its id; `undefined` when it is of another kind or answers no more. */
  openFormer?: (id: string) => Promise<Embedder | undefined>
}

/**
 * All embedders of one configuration. With `fixed` or `choice` set, that one serves every workspace; otherwise
 * `chooseEmbedder` picks by language and the second model is opened only when needed.
 */
export function createEmbedders(options: EmbeddersOptions): Embedders {
  const { fixed } = options
  const opened = new Map<string, Promise<Embedder>>()
  const states = new Map<string, () => LoadState>()

  const note = (embedder: Embedder) => {
    states.set(embedder.id, 'state' in embedder ? (embedder as LoadableEmbedder).state : () => 'ready')
    return embedder
  }
  const once = (key: string, open: () => Promise<Embedder>): Promise<Embedder> => {
    const known = opened.get(key)
    if (known) return known
    const opening = open().then(note)
    opened.set(key, opening)
    // A failure is reported to this caller and tried again by the next one.
    opening.catch(() => opened.delete(key))
    return opening
  }
  const open = (choice: string) => once(choice, () => resolveEmbedder({ ...options, choice }))
  const openFormer = (id: string) =>
    once(`former ${id}`, async () => {
      const former = await options.openFormer?.(id)
      if (former?.id !== id) throw gone(id, fixed?.id ?? options.choice)
      return former
    })
  if (fixed) note(fixed)

  return {
    forPages: async shares => fixed ?? open(options.choice ?? chooseEmbedder(shares)),
    async byId(id) {
      if (fixed?.id === id) return fixed
      // The choice may be a directory: what it is called only its manifest says.
      for (const place of new Set([options.choice ?? id, id])) {
        const found = await open(place).catch(() => undefined)
        if (found?.id === id) return found
      }
      return openFormer(id)
    },
    states: () => Object.fromEntries([...states].map(([id, state]) => [id, state()])),
    async close() {
      const all = await Promise.allSettled(opened.values())
      await Promise.all(all.map(one => (one.status === 'fulfilled' ? one.value.close() : undefined)))
      await fixed?.close()
    },
  }
}

function gone(id: string, now: string | undefined): CarelineError {
  const instead = now === undefined ? '' : `, and the server is set to ${now}`
  return new CarelineError(
    'unavailable',
    `The pages were embedded with ${id}, which cannot be found any more${instead}. They can be searched again when they are embedded anew; "careline doctor" tells how far that is.`,
  )
}
