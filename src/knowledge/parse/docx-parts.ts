import { XMLParser } from 'fast-xml-parser'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { DocumentRefused, documentLimits, readableBytes } from './limits.ts'

/**
 * The text-bearing XML parts of a DOCX, unpacked within limits: media, fonts and embedded files are never
 * unpacked, sizes are checked before and cannot be exceeded while unpacking (the buffer has the declared
 * size), a part that occurs twice or declares a DOCTYPE (entities) is refused, and relations that lead out of
 * the file are cut unless they are ordinary web or mail links.
 * @throws DocumentRefused
 */
export function boundedParts(bytes: Uint8Array): Record<string, Uint8Array> {
  const parts = unpack(bytes)
  for (const [name, part] of Object.entries(parts)) {
    const text = strFromU8(part)
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
      throw new DocumentRefused('The DOCX declares XML entities, which are not read.')
    if (name.endsWith('.rels')) parts[name] = strToU8(withoutOutsideRelations(text))
  }
  return parts
}

/** Parts as an uncompressed zip, for a reader that wants a file. */
export function zipOf(parts: Record<string, Uint8Array>): Uint8Array {
  return zipSync(parts, { level: 0 })
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  const seen = new Set<string>()
  let unpacked = 0
  const wanted = (name: string, size: number): boolean => {
    if (seen.has(name)) throw new DocumentRefused(`The DOCX holds the part "${name.slice(0, 80)}" twice.`)
    seen.add(name)
    if (seen.size > documentLimits.zipEntries)
      throw new DocumentRefused(`The DOCX holds more than ${documentLimits.zipEntries} parts.`)
    if (
      !/^(?:\[Content_Types\]\.xml|(?:word\/|docProps\/)?_rels\/[^/]{1,200}|word\/[^/]{1,200}\.xml)$/.test(
        name,
      )
    )
      return false
    unpacked += size
    if (unpacked > documentLimits.unpackedBytes)
      throw new DocumentRefused(
        `The DOCX unpacks to more than ${readableBytes(documentLimits.unpackedBytes)} of text.`,
      )
    return true
  }
  try {
    return unzipSync(bytes, { filter: entry => wanted(entry.name, entry.originalSize) })
  } catch (error) {
    if (error instanceof DocumentRefused) throw error
    throw new DocumentRefused('The DOCX is damaged: its zip archive cannot be opened.')
  }
}

const relationsParser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: name => name === 'Relationship',
})

/** A `.rels` part with only the relations that stay in the file, and hyperlinks to http(s) and mailto. */
function withoutOutsideRelations(xml: string): string {
  const parsed: unknown = relationsParser.parse(xml)
  const kept = relationsOf(parsed).filter(staysOrLinks)
  const rows = kept.map(
    relation =>
      `<Relationship ${Object.entries(relation)
        .filter(([name]) => ['Id', 'Type', 'Target', 'TargetMode'].includes(name))
        .map(([name, value]) => `${name}="${escapeAttribute(String(value))}"`)
        .join(' ')}/>`,
  )
  return `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows.join('')}</Relationships>`
}

function relationsOf(parsed: unknown): Record<string, unknown>[] {
  const root = (parsed as { Relationships?: { Relationship?: unknown } } | undefined)?.Relationships
  return Array.isArray(root?.Relationship)
    ? root.Relationship.filter(row => row && typeof row === 'object')
    : []
}

function staysOrLinks(relation: Record<string, unknown>): boolean {
  const target = String(relation['Target'] ?? '')
  if (String(relation['Type'] ?? '').endsWith('/hyperlink')) return /^(?:https?:\/\/|mailto:|#)/i.test(target)
  if (/^external$/i.test(String(relation['TargetMode'] ?? ''))) return false
  return !/^[a-z][a-z0-9+.-]{0,20}:/i.test(target) && !target.includes('..')
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
