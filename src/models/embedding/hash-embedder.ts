import type { EmbedderManifest } from '../ports.ts'
import type { LoadableEmbedder } from './local-embedder.ts'
import { normalise } from './pooling.ts'

/**
 * The twin without a model: words and their beginnings hashed into signed slots ("feature hashing", Weinberger et al.
 * 2009). Deterministic and instant; texts that share words come out near each other, nothing more.
 */
export function createHashEmbedder(dimensions = 64): LoadableEmbedder & { calls: { texts: number } } {
  const calls = { texts: 0 }
  const embed = (texts: readonly string[]) => {
    calls.texts += texts.length
    return texts.map(text => hashText(text, dimensions))
  }
  return {
    id: `hash-${dimensions}`,
    dimensions,
    manifest: manifestOf(dimensions),
    calls,
    state: () => 'ready',
    load: async () => {},
    embedQueries: async texts => embed(texts),
    embedPassages: async (texts, onProgress) => {
      const vectors = embed(texts)
      onProgress?.(texts.length)
      return vectors
    },
    close: async () => {},
  }
}

function hashText(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    for (const feature of [word, word.slice(0, 4)]) {
      const hash = fnv1a(feature)
      const slot = hash % dimensions
      vector[slot] = (vector[slot] ?? 0) + (hash & 0x10000 ? 1 : -1)
    }
  }
  if (vector.every(component => component === 0)) vector[0] = 1
  return normalise(vector)
}

/** 32-bit FNV-1a over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

function manifestOf(dimensions: number): EmbedderManifest {
  return {
    id: `hash-${dimensions}`,
    task: 'embedding',
    file: '',
    sha256: '',
    bytes: 0,
    dimensions,
    output: '',
    pooling: 'model',
    normalise: true,
    queryPrefix: '',
    passagePrefix: '',
    maxTokens: 4096,
    chunkTarget: 130,
    languages: 'many',
    fusion: { method: 'score-sum', lexical: 0.4, passage: 0.3, sentence: 0.3 },
    licence: 'Apache-2.0',
  }
}
