import { deflateSync } from 'node:zlib'
import { crc32 } from '../../src/platform/journal/crc32.ts'

/** A square PNG (ISO 15948) of 8-bit RGBA pixels, row by row. */
export function pngOf(side: number, pixels: Uint8Array): Uint8Array {
  const rows = Buffer.alloc(side * (side * 4 + 1))
  // Each row begins with the number of its filter: none.
  for (let y = 0; y < side; y++)
    rows.set(pixels.subarray(y * side * 4, (y + 1) * side * 4), y * (side * 4 + 1) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  // 8 bits each of red, green, blue and alpha; the last three are the only methods there are.
  head.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
