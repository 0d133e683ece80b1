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
  /** The embedder that made existing vectors. @throws CarelineError `invalid` when it is not configured any more. */
  byId(id: string): Promise<Embedder>
  /** Load state of every embedder used so far, by id. */
  states(): Record<string, LoadState>
  close(): Promise<void>
}

/**
 * All embedders of one configuration. With `fixed` (a remote endpoint, or a scripted one) or `choice` set, that one
 * serves every workspace; otherwise `chooseEmbedder` picks by language and the second model is opened only when needed.
 */
export function createEmbedders(options: ResolveOptions & { fixed?: Embedder }): Embedders {
  const opened = new Map<string, Promise<Embedder>>()
  const states = new Map<string, () => LoadState>()

  const note = (embedder: Embedder) => {
    states.set(embedder.id, 'state' in embedder ? (embedder as LoadableEmbedder).state : () => 'ready')
    return embedder
  }
  const open = (choice: string): Promise<Embedder> => {
    const known = opened.get(choice)
    if (known) return known
    const opening = resolveEmbedder({ ...options, choice }).then(note)
    opened.set(choice, opening)
    // A failure is reported to this caller and tried again by the next one.
    opening.catch(() => opened.delete(choice))
    return opening
  }
  const fixed = options.fixed
  if (fixed) note(fixed)

  return {
    forPages: async shares => fixed ?? open(options.choice ?? chooseEmbedder(shares)),
    async byId(id) {
      if (fixed?.id === id) return fixed
      const chosen = options.choice === undefined || fixed ? undefined : await open(options.choice)
      if (chosen?.id === id) return chosen
      if (fixed || chosen)
        throw new CarelineError(
          'invalid',
          `These passages were embedded with ${id}, but the server is set to ${(fixed ?? chosen)?.id}. Run "careline ingest" again to embed them anew.`,
        )
      return open(id)
    },
    states: () => Object.fromEntries([...states].map(([id, state]) => [id, state()])),
    async close() {
      const all = await Promise.allSettled(opened.values())
      await Promise.all(all.map(one => (one.status === 'fulfilled' ? one.value.close() : undefined)))
      await fixed?.close()
    },
  }
}
