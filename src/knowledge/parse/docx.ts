import mammoth from 'mammoth'
import type { ParsedPage } from '../page.ts'
import { boundedParts, zipOf } from './docx-parts.ts'
import { parseHtml } from './html.ts'
import { titleOfPath } from './title.ts'

/**
 * A Word document (ECMA-376) as a page: its bounded parts through mammoth to HTML, and that through the HTML parser.
 * Pictures are left out; nothing outside the file is read.
 * @throws DocumentRefused
 */
export async function parseDocx(bytes: Uint8Array, name: string): Promise<ParsedPage> {
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(zipOf(boundedParts(bytes))) },
    {
      externalFileAccess: false,
      includeEmbeddedStyleMap: false,
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"],
      convertImage: withoutImages,
    },
  )
  const page = parseHtml(`<!doctype html><html><body><main>${value}</main></body></html>`, name)
  return { ...page, title: titleOf(page) ?? titleOfPath(name) }
}

// An image converter that yields no element: mammoth types converters as opaque, but takes any function.
const withoutImages = (() => []) as unknown as ReturnType<typeof mammoth.images.imgElement>

function titleOf(page: ParsedPage): string | undefined {
  const heading = page.blocks.find(block => block.kind === 'heading')
  return heading?.kind === 'heading' && heading.text !== '' ? heading.text : undefined
}
