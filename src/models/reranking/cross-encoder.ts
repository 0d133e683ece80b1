import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tensor } from 'onnxruntime-node'
import { padRows, planBatches } from '../batches.ts'
import type { RerankerManifest } from '../ports.ts'

export interface CrossEncoderOptions {
  directory: string
  manifest: RerankerManifest
  /** Threads of one run. */
  threads: number
  /** Padded tokens of one run, which bounds the session's memory. */
  tokensPerBatch: number
}

/** A model that reads question and passage together, loaded in this thread. */
export interface CrossEncoder {
  /** One raw logit a passage, in the order of `passages`; `onBatch` is told how many passages each run finished. */
  score(
    query: string,
    passages: readonly string[],
    onBatch?: (passages: number) => void,
  ): Promise<Float32Array>
}

interface Pair {
  ids: readonly number[]
  types: readonly number[]
}

/** Loads a model directory. The packages are imported here so that only the worker thread ever holds them. */
export async function openCrossEncoder(options: CrossEncoderOptions): Promise<CrossEncoder> {
  const { directory, manifest } = options
  const [{ InferenceSession, Tensor }, { Tokenizer }] = await Promise.all([
    import('onnxruntime-node'),
    import('@huggingface/tokenizers'),
  ])
  const [tokenizerJson, configJson] = await Promise.all(
    ['tokenizer.json', 'tokenizer_config.json'].map(async name =>
      JSON.parse(await readFile(join(directory, name), 'utf8')),
    ),
  )
  const tokenizer = new Tokenizer(tokenizerJson, configJson)
  const padId = tokenizer.token_to_id(String(configJson.pad_token ?? '[PAD]')) ?? 0
  const session = await InferenceSession.create(join(directory, manifest.file), {
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    enableCpuMemArena: false,
    logSeverityLevel: 3,
  })

  const pairOf = (query: string, passage: string): Pair => {
    const { ids, token_type_ids: types } = tokenizer.encode(query, {
      text_pair: passage.slice(0, 32 * manifest.maxTokens),
      return_token_type_ids: true,
    })
    return cut({ ids, types }, manifest.maxTokens)
  }

  const runBatch = async (pairs: readonly Pair[], width: number): Promise<number[]> => {
    const { ids, mask } = padRows(
      pairs.map(pair => pair.ids),
      width,
      padId,
    )
    const shape = [pairs.length, width]
    const feeds: Record<string, Tensor> = { input_ids: new Tensor('int64', ids, shape) }
    if (session.inputNames.includes('attention_mask')) feeds.attention_mask = new Tensor('int64', mask, shape)
    if (session.inputNames.includes('token_type_ids')) {
      const types = padRows(
        pairs.map(pair => pair.types),
        width,
        0,
      )
      feeds.token_type_ids = new Tensor('int64', types.ids, shape)
    }
    const output = (await session.run(feeds))[manifest.output]
    if (!output) throw new Error(`it has no output named ${manifest.output}`)
    const logits = output.data as Float32Array
    const columns = logits.length / pairs.length
    if (columns !== 1 && columns !== 2) throw new Error(`${manifest.output} has ${columns} values a pair`)
    const found = pairs.map((_, row) => logits[row * columns + columns - 1] ?? 0)
    output.dispose()
    return found
  }

  return {
    async score(query, passages, onBatch) {
      const pairs = passages.map(passage => pairOf(query, passage))
      const logits = new Float32Array(pairs.length)
      const lengths = pairs.map(({ ids }) => ids.length)
      for (const { positions, width } of planBatches(lengths, options.tokensPerBatch)) {
        const found = await runBatch(
          positions.map(position => pairs[position] as Pair),
          width,
        )
        positions.forEach((position, row) => {
          logits[position] = found[row] ?? 0
        })
        onBatch?.(positions.length)
      }
      return logits
    },
  }
}

/** The passage is what is too long: cut at its end, the closing mark kept. */
function cut({ ids, types }: Pair, limit: number): Pair {
  if (ids.length <= limit) return { ids, types }
  return { ids: [...ids.slice(0, limit - 1), ids.at(-1) ?? 0], types: types.slice(0, limit) }
}
