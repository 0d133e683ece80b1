import { CarelineError } from '../../kit/errors.ts'
import { startWorker } from '../worker.ts'
import { readImageSize } from './image-size.ts'
import type { ImageReport, ImageTask } from './image-worker.ts'

/** A picture of more pixels is not unpacked: each takes some twenty bytes while it is. */
const MOST_PIXELS = 24_000_000
const LONGEST_SIDE = 2_048
const MOST_MS = 20_000
/** How many pictures are unpacked at once, whoever sends them. */
const AT_ONCE = 2

let running = 0
const waiting: (() => void)[] = []

/**
 * The picture packed anew, with nothing of the file but its pixels: no notes of a camera, no place, nothing hidden
 * behind its end. No side is longer than 2,048 pixels.
 * @throws CarelineError `invalid` for what is no JPEG, PNG or WebP, has too many pixels, or cannot be unpacked.
 */
export async function reencodeImage(bytes: Uint8Array): Promise<ImageReport> {
  const size = readImageSize(bytes)
  if (!size) throw unreadable()
  if (size.width * size.height > MOST_PIXELS)
    throw new CarelineError(
      'invalid',
      `The picture has ${size.width} x ${size.height} pixels. At most 24 million are taken; send a smaller one.`,
    )
  if (running >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
  running++
  try {
    return await inThread({ bytes, type: size.type, longest: LONGEST_SIDE })
  } finally {
    running--
    waiting.shift()?.()
  }
}

async function inThread(task: ImageTask): Promise<ImageReport> {
  const worker = startWorker('image', {
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(unreadable()), MOST_MS)
      worker.once('message', resolve)
      worker.once('error', () => reject(unreadable()))
      worker.once('exit', () => reject(unreadable()))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

const unreadable = () =>
  new CarelineError('invalid', 'The picture cannot be read. Send it as JPEG, PNG or WebP.')
