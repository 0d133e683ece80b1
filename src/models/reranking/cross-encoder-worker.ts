import { serveModel } from '../serve-model.ts'
import { type CrossEncoderOptions, openCrossEncoder } from './cross-encoder.ts'

/** The thread that holds a cross-encoder: the first text of a request is the query, the others are the passages. */
await serveModel<CrossEncoderOptions>(async options => {
  const encoder = await openCrossEncoder(options)
  await encoder.score('warm-up', ['warm-up'])
  return async ([query = '', ...passages], onProgress) => {
    let done = 0
    return encoder.score(query, passages, finished => {
      done += finished
      onProgress(done)
    })
  }
})
