import type { GuardedFetch } from '../../platform/fetch/guarded-fetch.ts'

/** A source as an operator adds it. The folder and file paths are of the server's own disk. */
export type SourceSpec = FolderSource | FileSource | UrlSource | TextSource | UploadSource

/** Every readable file below a folder. `include` and `exclude` are glob patterns on the path inside it. */
export interface FolderSource {
  kind: 'folder'
  location: string
  include?: readonly string[]
  exclude?: readonly string[]
}

export interface FileSource {
  kind: 'file'
  location: string
}

/** A web site, from a start URL. */
export interface UrlSource {
  kind: 'url'
  location: string
  /** Glob patterns on the URL's path (`/help/**`); without any, pages below the start URL's folder. */
  include?: readonly string[]
  exclude?: readonly string[]
  /** Default 500. */
  maxPages?: number
  /** Pages fetched at once. Default 2. */
  concurrency?: number
  /** Milliseconds between two requests. Default 200; a longer `Crawl-delay` of robots.txt wins (up to 10 s). */
  delayMs?: number
}

/** Text pasted by an operator; `location` names it, e.g. `opening-hours.md`. */
export interface TextSource {
  kind: 'text'
  location: string
  text: string
  url?: string
}

/** A file that was given over the API; `location` is its name, its bytes are a row. */
export interface UploadSource {
  kind: 'upload'
  location: string
}

/** What is known of a page from the last time, by path; it saves fetching and parsing again. */
export interface KnownPage {
  contentHash: string
  etag?: string
  lastModified?: string
}

/** One document of a source. A page that is gone or asks not to be indexed is not listed at all. */
export type SourceItem = {
  /** Names the document inside its source: a path with forward slashes, or a URL without fragment. */
  path: string
  /** Where people read it, when that is known here. */
  url?: string
  mediaType?: string
} & (
  | { bytes: Uint8Array; contentHash: string; etag?: string; lastModified?: string }
  | { unchanged: true; contentHash: string; etag?: string; lastModified?: string }
  /** It could not be read now; a plain sentence says why. Keep what was known of it. */
  | { failed: string }
)

export interface ReadContext {
  guardedFetch: GuardedFetch
  now: Date
  signal?: AbortSignal
  previous?: ReadonlyMap<string, KnownPage>
  /** The bytes of an uploaded file. */
  uploaded?: () => Promise<Uint8Array>
  /** Our name to web servers: `Careline/1.2.3 (+https://...)`. */
  userAgent?: string
}

/**
 * The documents of a source, one after another. `total` is how many there will be, as far as known now (it may grow
 * during a crawl); `complete` turns true when all were seen, and only then may pages that did not come be removed.
 */
export interface SourceReading extends AsyncIterable<SourceItem> {
  readonly total: number | undefined
  readonly complete: boolean
  /** Paths known from the last time that are no page of the source any more, whether or not all was seen. */
  readonly gone: readonly string[]
  /** Why less than everything was read, in plain sentences: page cap, robots.txt, an unreadable sitemap. */
  readonly notes: readonly string[]
}

/** What a reader keeps up to date while it yields. */
export interface ReadingState {
  total: number | undefined
  complete: boolean
  gone: string[]
  notes: string[]
}

/** A reading from a generator that fills `state` as it goes. */
export function readingOf(read: (state: ReadingState) => AsyncIterable<SourceItem>): SourceReading {
  const state: ReadingState = { total: undefined, complete: false, gone: [], notes: [] }
  return {
    get total() {
      return state.total
    },
    get complete() {
      return state.complete
    },
    get gone() {
      return state.gone
    },
    get notes() {
      return state.notes
    },
    [Symbol.asyncIterator]: () => read(state)[Symbol.asyncIterator](),
  }
}
