import { serveModel } from '../serve-model.ts'
import { type EncoderOptions, openEncoder } from './encoder.ts'

/** The thread that holds one encoder session; queries and indexing have one each. */
await serveModel<EncoderOptions>(async options => {
  const encoder = await openEncoder(options)
  // The first run allocates and compiles; it is not for a visitor to wait for.
  await encoder.encode(encoder.tokenise(['warm-up']))
  return async (texts, onProgress, wanted) => {
    if (wanted === 'pieces') return Float32Array.from(texts, text => encoder.countPieces(text))
    let done = 0
    const rows = await encoder.encode(encoder.tokenise(texts), finished => {
      done += finished
      onProgress(done)
    })
    const { dimensions } = options.manifest
    const vectors = new Float32Array(rows.length * dimensions)
    rows.forEach((row, index) => {
      vectors.set(row, index * dimensions)
    })
    return vectors
  }
})
