import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import decodeJpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js'
import encodeJpeg, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js'
import decodePng, { init as initPngDecoder } from '@jsquash/png/decode.js'
import encodePng, { init as initPngEncoder } from '@jsquash/png/encode.js'
import decodeWebp, { init as initWebpDecoder } from '@jsquash/webp/decode.js'
import type { ImageType } from './image-size.ts'
import { type Pixels, shrink } from './shrink.ts'

// The thread that unpacks one picture of a stranger and packs it anew. The codecs are WebAssembly: whatever a picture
// does to them, they reach no memory but their own, and the thread ends with the picture.

/** What the thread is given, and what it says. */
export interface ImageTask {
  bytes: Uint8Array
  type: ImageType
  longest: number
}
export type ImageReport = { bytes: Uint8Array; type: ImageType; width: number; height: number }

/** The codecs make their pixels a browser's object, which Node does not have. */
Object.assign(globalThis, {
  ImageData: class {
    readonly colorSpace = 'srgb'
    readonly data: Uint8ClampedArray
    readonly width: number
    readonly height: number
    constructor(data: Uint8ClampedArray, width: number, height: number) {
      this.data = data
      this.width = width
      this.height = height
    }
  },
})

const { bytes, type, longest } = workerData as ImageTask
const pixels = shrink(await unpack(), longest)
const { width, height } = pixels
const packed = await pack(pixels)
const report: ImageReport = { bytes: new Uint8Array(packed.bytes), type: packed.type, width, height }
parentPort?.postMessage(report)

async function unpack(): Promise<Pixels> {
  const buffer = new Uint8Array(bytes).buffer
  if (type === 'image/jpeg') {
    await initJpegDecoder(codec('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm') as never)
    // A camera says in its notes which way up it was held; the notes are not kept, so the picture is turned.
    return (await decodeJpeg(buffer, { preserveOrientation: true })) as Pixels
  }
  if (type === 'image/png') {
    await initPngDecoder(codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'))
    return (await decodePng(buffer)) as Pixels
  }
  await initWebpDecoder(codec('@jsquash/webp/codec/dec/webp_dec.wasm') as never)
  return (await decodeWebp(buffer)) as Pixels
}

/** What has clear places stays a PNG; a photograph of any kind becomes a JPEG. */
async function pack(given: Pixels): Promise<{ bytes: ArrayBuffer; type: ImageType }> {
  const image = given as never
  if (type === 'image/png' || hasClearPlaces(given)) {
    await initPngEncoder(codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'))
    return { bytes: await encodePng(image), type: 'image/png' }
  }
  await initJpegEncoder(codec('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm') as never)
  return { bytes: await encodeJpeg(image, { quality: 82 }), type: 'image/jpeg' }
}

function hasClearPlaces({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true
  return false
}

function codec(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve(name)))
}
