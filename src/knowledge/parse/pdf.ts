import { getDocumentProxy } from 'unpdf'
import type { ParsedPage } from '../page.ts'
import { DocumentRefused, documentLimits } from './limits.ts'
import { blocksOfPages } from './pdf-layout.ts'
import { linesOfPage, type PdfLine } from './pdf-lines.ts'
import { titleOfPath } from './title.ts'

/**
 * The text of a PDF as a page: headings guessed from font sizes, paragraphs and lists from the lines; each page
 * is reachable by the anchor `page=N` (RFC 8118). Pictures, forms, scripts and links are not looked at.
 * @throws DocumentRefused when it is damaged, locked, too long, or holds no text (a scan)
 */
export async function parsePdf(bytes: Uint8Array, path: string): Promise<ParsedPage> {
  const document = await open(bytes)
  try {
    if (document.numPages > documentLimits.pdfPages)
      throw new DocumentRefused(
        `The PDF has ${document.numPages} pages, and at most ${documentLimits.pdfPages} are read.`,
      )
    const pages = await linesOfPages(document)
    const blocks = blocksOfPages(pages)
    if (blocks.length === 0)
      throw new DocumentRefused('The PDF holds no text (a scan?): add a version with selectable text.')
    const heading = blocks.find(block => block.kind === 'heading' && !/^Page \d+$/.test(block.text))
    const title = (await statedTitle(document)) ?? (heading?.kind === 'heading' ? heading.text : undefined)
    return { title: title ?? titleOfPath(path), blocks }
  } finally {
    await document.destroy()
  }
}

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    // A copy: pdf.js takes the buffer for itself. Nothing is fetched, nothing evaluated, no font is drawn.
    return await getDocumentProxy(Uint8Array.from(bytes), {
      isEvalSupported: false,
      disableFontFace: true,
      disableAutoFetch: true,
      enableXfa: false,
      maxImageSize: 4_000_000,
      verbosity: 0,
    })
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (name === 'PasswordException') throw new DocumentRefused('The PDF is locked with a password.')
    if (/InvalidPDF|FormatError|XRef|MissingPDF|UnknownError/.test(name))
      throw new DocumentRefused('The PDF is damaged and cannot be read.')
    throw error
  }
}

async function linesOfPages(document: PdfDocument): Promise<PdfLine[][]> {
  const pages: PdfLine[][] = []
  let characters = 0
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const lines = linesOfPage(items.filter(item => 'str' in item))
    characters += lines.reduce((sum, line) => sum + line.text.length, 0)
    if (characters > documentLimits.pdfCharacters)
      throw new DocumentRefused(
        `The PDF holds more than ${documentLimits.pdfCharacters.toLocaleString('en')} characters of text.`,
      )
    pages.push(lines)
    page.cleanup()
  }
  return pages
}

async function statedTitle(document: PdfDocument): Promise<string | undefined> {
  const info: unknown = (await document.getMetadata().catch(() => undefined))?.info
  const title = String((info as { Title?: unknown } | undefined)?.Title ?? '').trim()
  // What word processors put there by themselves says nothing.
  return title === '' ||
    title.length > 200 ||
    /^untitled|^microsoft word|\.(?:docx?|pdf|indd|tex)$/i.test(title)
    ? undefined
    : title
}
