import { crc32 } from './crc32.ts'

/** Length and checksum, four bytes each, little-endian. */
const HEADER = 8

/** A record no longer than this is believed to be one; a longer length is a torn or foreign header. */
const MAX_LENGTH = 16 * 1024 * 1024

/** One record as it lies on the disk: length, CRC-32 of the bytes, the bytes (JSON in UTF-8). */
export function frame(record: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(record))
  const bytes = Buffer.allocUnsafe(HEADER + body.length)
  bytes.writeUInt32LE(body.length, 0)
  bytes.writeUInt32LE(crc32(body), 4)
  body.copy(bytes, HEADER)
  return bytes
}

/** The whole records at the beginning of `bytes`, and where the first broken one begins: a torn tail is cut there. */
export function readFrames(bytes: Buffer): { records: unknown[]; end: number } {
  const records: unknown[] = []
  let end = 0
  while (end + HEADER <= bytes.length) {
    const length = bytes.readUInt32LE(end)
    const body = bytes.subarray(end + HEADER, end + HEADER + length)
    if (length === 0 || length > MAX_LENGTH || body.length < length) break
    if (crc32(body) !== bytes.readUInt32LE(end + 4)) break
    records.push(JSON.parse(body.toString('utf8')))
    end += HEADER + length
  }
  return { records, end }
}
