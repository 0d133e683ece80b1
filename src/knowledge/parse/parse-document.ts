import type { ParsedPage } from '../page.ts'
import { decodeText } from './decode-text.ts'
import { type DocumentFormat, formatOf } from './formats.ts'
import { checkSize, documentLimits } from './limits.ts'

/** Where a document's bytes came from: `path` names it, `url` is where people read it, `mediaType` what a server called it. */
export interface DocumentOrigin {
  path: string
  url?: string
  mediaType?: string
}

/**
 * Any document as a page. Runs in the parser worker: never call it on untrusted bytes in the server's own thread.
 * Each parser is loaded when its first document comes, so that a folder of Markdown does not pay for PDF.
 * @throws DocumentRefused with a plain reason; anything else thrown is a fault of a parsing library
 */
export async function parseDocument(bytes: Uint8Array, origin: DocumentOrigin): Promise<ParsedPage> {
  const format = formatOf(bytes, origin.path, origin.mediaType)
  checkSize(
    bytes.length,
    format === 'pdf' || format === 'docx' ? documentLimits.fileBytes : documentLimits.textBytes,
  )
  return parsers[format](bytes, origin)
}

const parsers: Record<DocumentFormat, (bytes: Uint8Array, origin: DocumentOrigin) => Promise<ParsedPage>> = {
  markdown: async (bytes, { path, mediaType }) =>
    (await import('./markdown.ts')).parseMarkdown(decodeText(bytes, mediaType), path),
  text: async (bytes, { path, mediaType }) =>
    (await import('./markdown.ts')).parseMarkdown(decodeText(bytes, mediaType), path),
  html: async (bytes, { path, url, mediaType }) =>
    (await import('./html.ts')).parseHtml(decodeText(bytes, mediaType), url ?? path),
  pdf: async (bytes, { path }) => (await import('./pdf.ts')).parsePdf(bytes, path),
  docx: async (bytes, { path, url }) => (await import('./docx.ts')).parseDocx(bytes, url ?? path),
  csv: async (bytes, { path, mediaType }) =>
    (await import('./csv.ts')).parseCsv(decodeText(bytes, mediaType), path),
}
