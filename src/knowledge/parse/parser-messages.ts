import type { ParsedPage } from '../page.ts'
import type { DocumentOrigin } from './parse-document.ts'

/** What is asked of the parser worker: one document at a time. */
export interface ParseRequest {
  bytes: Uint8Array
  origin: DocumentOrigin
}

/** A page, or a plain sentence that says why there is none. */
export type ParseResult = { ok: true; page: ParsedPage } | { ok: false; reason: string }

/** What the worker posts: `ready` once, then one result a request. `broken`: it must be replaced before the next one. */
export type ParserReport = { ready: true } | { result: ParseResult; broken: boolean }
