import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { crc32 } from '../journal/crc32.ts'
import { readImageSize } from './image-size.ts'
import { reencodeImage } from './reencode.ts'

/** A PNG of one colour; `claims` lies about its size. */
function png(width: number, height: number, rgba: number[], claims = { width, height }): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(claims.width, 0)
  head.writeUInt32BE(claims.height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const row = Buffer.from([0, ...Array.from({ length: width }, () => rgba).flat()])
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

test('a picture is packed anew without what hides behind its end, and made smaller', async () => {
  const hidden = '<script>alert(1)</script>'
  const sent = Buffer.concat([png(4_000, 10, [200, 30, 30, 255]), Buffer.from(hidden)])
  const made = await reencodeImage(sent)
  expect(made).toMatchObject({ type: 'image/png', width: 2_048, height: 5 })
  expect(Buffer.from(made.bytes).includes(hidden)).toBe(false)
  expect(readImageSize(made.bytes)).toEqual({ type: 'image/png', width: 2_048, height: 5 })
})

test('a photograph is turned the way it was held and keeps none of the camera’s notes', async () => {
  const made = await reencodeImage(photoHeldSideways())
  expect(made).toMatchObject({ type: 'image/jpeg', width: 8, height: 16 })
  expect(Buffer.from(made.bytes).includes('Exif')).toBe(false)
})

test('what has too many pixels is refused by its head, and what lies about itself ends only its own thread', async () => {
  await expect(reencodeImage(png(1, 1, [0, 0, 0, 255], { width: 30_000, height: 30_000 }))).rejects.toThrow(
    /30000 x 30000 pixels/,
  )
  await expect(reencodeImage(png(2, 2, [0, 0, 0, 255], { width: 2_000, height: 2_000 }))).rejects.toThrow(
    /cannot be read/,
  )
  await expect(reencodeImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toThrow(
    /cannot be read/,
  )
})

/** 16 x 8 pixels, with a note that the camera was held upright (EXIF orientation 6). */
function photoHeldSideways(): Buffer {
  const plain = Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wEEEAAUABQAFAAUABUAFAAXABkAGQAXAB8AIgAeACIAHwAuACsAJwAnACsALgBGADIANgAyADYAMgBGAGoAQgBOAEIAQgBOAEIAagBeAHIAXQBWAF0AcgBeAKkAhQB2AHYAhQCpAMMApACbAKQAwwDsANMA0wDsASoBGwEqAYUBhQILEQAUABQAFAAUABUAFAAXABkAGQAXAB8AIgAeACIAHwAuACsAJwAnACsALgBGADIANgAyADYAMgBGAGoAQgBOAEIAQgBOAEIAagBeAHIAXQBWAF0AcgBeAKkAhQB2AHYAhQCpAMMApACbAKQAwwDsANMA0wDsASoBGwEqAYUBhQIL/8IAEQgACAAQAwEiAAIRAQMRAf/EACcAAQEAAAAAAAAAAAAAAAAAAAACAQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIQAxAAAACAf//EABQQAQAAAAAAAAAAAAAAAAAAABD/2gAIAQEAAT8AP//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Af//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Af//Z',
    'base64',
  )
  const note = Buffer.from(
    'ffe1002245786966000049492a00080000000100120103000100000006000000000000000000',
    'hex',
  )
  return Buffer.concat([plain.subarray(0, 2), note.subarray(0, 36), plain.subarray(2)])
}
