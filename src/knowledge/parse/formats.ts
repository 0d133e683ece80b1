import { DocumentRefused } from './limits.ts'

export type DocumentFormat = 'markdown' | 'text' | 'html' | 'pdf' | 'docx' | 'csv'

const byExtension: Readonly<Record<string, DocumentFormat>> = {
  md: 'markdown',
  mdx: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  html: 'html',
  htm: 'html',
  pdf: 'pdf',
  docx: 'docx',
  csv: 'csv',
}

const byMediaType: Readonly<Record<string, DocumentFormat>> = {
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
  'text/plain': 'text',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'text/csv': 'csv',
}

/** The format a path's extension names, or `undefined` when it is not one we read. */
export function formatOfPath(path: string): DocumentFormat | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? undefined : byExtension[name.slice(dot + 1).toLowerCase()]
}

/** The format of a `Content-Type` header (parameters ignored), or `undefined` when it is not one we read. */
export function formatOfMediaType(mediaType: string): DocumentFormat | undefined {
  return byMediaType[(mediaType.split(';', 1)[0] ?? '').trim().toLowerCase()]
}

/**
 * What a document is: by its media type when a server said one, else by its extension, and then its first
 * bytes must agree, so that a picture named `.md` or a page named `.pdf` is refused rather than misread.
 * A served `text/plain` gives way to a more telling extension (raw Markdown is often served so).
 * @throws DocumentRefused when the format is unknown or the bytes are something else
 */
export function formatOf(bytes: Uint8Array, path: string, mediaType?: string): DocumentFormat {
  const served = mediaType === undefined ? undefined : formatOfMediaType(mediaType)
  const named = formatOfPath(path)
  const format = served === 'text' ? (named ?? served) : (served ?? (mediaType ? undefined : named))
  if (bytes.length === 0) throw new DocumentRefused('The file is empty.')
  if (!format)
    throw new DocumentRefused(
      `This kind of file is not read (${mediaType ?? `"${path.slice(-80)}"`}): use Markdown, HTML, text, CSV, PDF or DOCX.`,
    )
  checkFirstBytes(bytes, format)
  return format
}

function checkFirstBytes(bytes: Uint8Array, format: DocumentFormat): void {
  // The PDF header may follow some junk, within the first 1,024 bytes (ISO 32000-1, annex H.3.4.1).
  if (format === 'pdf' && !ascii(bytes, 1024).includes('%PDF-'))
    throw new DocumentRefused('The file is not a PDF: it does not begin with "%PDF-".')
  if (format === 'docx' && !ascii(bytes, 2).startsWith('PK'))
    throw new DocumentRefused('The file is not a DOCX: it is not a zip archive.')
  if (format !== 'pdf' && format !== 'docx' && looksBinary(bytes))
    throw new DocumentRefused('The file is not text: it holds binary data.')
}

/** NUL bytes do not occur in text, but for UTF-16, which then begins with a byte order mark. */
function looksBinary(bytes: Uint8Array): boolean {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return !utf16 && bytes.subarray(0, 8192).includes(0)
}

function ascii(bytes: Uint8Array, length: number): string {
  return String.fromCharCode(...bytes.subarray(0, length))
}
