import { parentPort, workerData } from 'node:worker_threads'
import { openEncoder } from './encoder.ts'
import type { EncodeRequest, EncoderReply, EncoderThreadOptions } from './encoder-messages.ts'

/** The thread that holds one model session. Requests are answered in order; queries have a thread of their own. */
const port = parentPort
if (!port) throw new Error('encoder-worker.ts runs only as a worker thread')
const options = workerData as EncoderThreadOptions
const reply = (message: EncoderReply, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

try {
  const encoder = await openEncoder(options)
  // The first run allocates and compiles; it is not for a visitor to wait for.
  await encoder.encode(encoder.tokenise(['warm-up']))
  let last = Promise.resolve()
  port.on('message', (request: EncodeRequest) => {
    last = last.then(() => answer(request))
  })
  reply({ kind: 'ready' })

  const answer = async ({ id, texts }: EncodeRequest) => {
    try {
      let done = 0
      const rows = await encoder.encode(encoder.tokenise(texts), finished => {
        done += finished
        reply({ kind: 'progress', id, done })
      })
      const vectors = new Float32Array(rows.length * options.manifest.dimensions)
      rows.forEach((row, index) => {
        vectors.set(row, index * options.manifest.dimensions)
      })
      reply({ kind: 'encoded', id, vectors }, [vectors.buffer])
    } catch (error) {
      reply({ kind: 'refused', id, message: error instanceof Error ? error.message : String(error) })
    }
  }
} catch (error) {
  reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  port.close()
}
