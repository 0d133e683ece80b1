/** What one document may cost before it is refused: the first line against bombs, before time and memory limits of the worker. */
export const documentLimits = {
  /** Bytes of a page in a text format (Markdown, HTML, plain text, CSV). */
  textBytes: 5 * 1024 * 1024,
  /** Bytes of a PDF or DOCX file. */
  fileBytes: 25 * 1024 * 1024,
  /** Entries of the zip a DOCX is. */
  zipEntries: 4096,
  /** Bytes the parts of a DOCX that hold text may unpack to, all together. */
  unpackedBytes: 32 * 1024 * 1024,
  pdfPages: 2000,
  /** Characters of text taken from one PDF. */
  pdfCharacters: 5_000_000,
} as const

/** A document that is refused; its message is a plain sentence for the person who added the source. */
export class DocumentRefused extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'DocumentRefused'
  }
}

/** Bytes as a person says them: `5 MB`, `350 kB`. Units of 1024. */
export function readableBytes(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${Math.round((bytes / (1024 * 1024)) * 10) / 10} MB`
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} kB`
  return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
}

/** Refuses a document of more than `limit` bytes. @throws DocumentRefused */
export function checkSize(bytes: number, limit: number): void {
  if (bytes > limit)
    throw new DocumentRefused(
      `The page is too large: ${bytes.toLocaleString('en')} bytes, and at most ${limit.toLocaleString('en')} (${readableBytes(limit)}) are read.`,
    )
}
