import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tensor } from 'onnxruntime-node'
import { padRows, planBatches, truncate } from '../batches.ts'
import type { EmbedderManifest } from '../ports.ts'
import { normalise, poolRows } from './pooling.ts'

/** A model and its tokenizer, loaded in this thread. `run` of onnxruntime-node blocks the thread it is called on. */
export interface Encoder {
  /** Token ids of each text, special tokens included, at most `maxTokens`. */
  tokenise(texts: readonly string[]): (readonly number[])[]
  /** How many tokens a text falls into, special tokens not counted. */
  countPieces(text: string): number
  /** Unit vectors in the order of `rows`. `onBatch` is told how many rows each run finished. */
  encode(rows: readonly (readonly number[])[], onBatch?: (rows: number) => void): Promise<Float32Array[]>
  close(): Promise<void>
}

export interface EncoderOptions {
  directory: string
  manifest: EmbedderManifest
  /** Threads of one run. */
  threads: number
  /** Padded tokens of one run: 2,048 keeps a session of either carried model under 150 MB. */
  tokensPerBatch: number
}

/** Loads a model directory. The packages are imported here so that only the worker thread ever holds them. */
export async function openEncoder(options: EncoderOptions): Promise<Encoder> {
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
    // The arena keeps the largest batch's memory for good; without it memory stays flat at no measurable cost.
    enableCpuMemArena: false,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3,
  })
  const takesTypes = session.inputNames.includes('token_type_ids')

  // The truncation and padding written in tokenizer.json are not applied by this tokenizer: both happen here.
  const tokenise = (texts: readonly string[]) =>
    texts.map(text =>
      truncate(tokenizer.encode(text.slice(0, 32 * manifest.maxTokens)).ids, manifest.maxTokens),
    )

  const runBatch = async (rows: (readonly number[])[], width: number): Promise<Float32Array[]> => {
    const { ids, mask } = padRows(rows, width, padId)
    const shape = [rows.length, width]
    const feeds: Record<string, Tensor> = {
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
    }
    if (takesTypes) feeds.token_type_ids = new Tensor('int64', new BigInt64Array(ids.length), shape)
    const output = (await session.run(feeds))[manifest.output]
    if (!output) throw new Error(`The model ${manifest.id} has no output named ${manifest.output}`)
    const vectors = poolRows(
      output.data as Float32Array,
      { rows: rows.length, width, dimensions: manifest.dimensions },
      rows.map(row => row.length),
      manifest.pooling,
    )
    output.dispose()
    return manifest.normalise ? vectors.map(normalise) : vectors
  }

  return {
    tokenise,
    countPieces: text => tokenizer.tokenize(text).length,
    async encode(rows, onBatch) {
      const vectors = new Array<Float32Array>(rows.length)
      const lengths = rows.map(row => row.length)
      for (const { positions, width } of planBatches(lengths, options.tokensPerBatch)) {
        const found = await runBatch(
          positions.map(position => rows[position] ?? []),
          width,
        )
        positions.forEach((position, i) => {
          vectors[position] = found[i] as Float32Array
        })
        onBatch?.(positions.length)
      }
      return vectors
    },
    close: () => session.release(),
  }
}
