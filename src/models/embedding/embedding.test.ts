import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { packageRoot } from '../../platform/paths.ts'
import { planBatches, truncate } from '../batches.ts'
import { verifyModel } from '../manifest.ts'
import { chooseEmbedder, createEmbedders } from './embedders.ts'
import { createHttpEmbedder, openFormerHttpEmbedder } from './http-embedder.ts'
import { openLocalEmbedder } from './local-embedder.ts'
import { findModel } from './resolve-embedder.ts'

const models = join(packageRoot, 'models')
const cosine = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()) =>
  a.reduce((sum, component, i) => sum + component * (b[i] ?? 0), 0)
const place = () => mkdtemp(join(tmpdir(), 'careline-models-'))

describe('the carried English model', () => {
  const opening = openLocalEmbedder(join(models, 'all-minilm-l6-v2'), { indexThreads: 1 })
  afterAll(async () => (await opening).close())

  test('is whole: size and SHA-256 are those of its manifest', async () => {
    await expect(verifyModel(join(models, 'all-minilm-l6-v2'))).resolves.toMatchObject({ dimensions: 384 })
  })

  test('puts a question near its answer and far from anything else, in unit vectors', async () => {
    const embedder = await opening
    expect(embedder.state()).toBe('idle')
    const [query] = await embedder.embedQueries(['How do I exclude my own visits?'])
    expect(embedder.state()).toBe('ready')
    const [near, far] = await embedder.embedPassages([
      'You can exclude your own visits with a flag in local storage.',
      'Ulan Bator is the capital of Mongolia.',
    ])
    expect(cosine(query, query)).toBeCloseTo(1, 4)
    expect(cosine(query, near)).toBeGreaterThan(0.6)
    expect(cosine(query, far)).toBeLessThan(0.2)
  })

  test('gives a text the same vector alone and padded beside longer ones, in the order asked', async () => {
    const embedder = await opening
    const texts = ['a short line', 'word '.repeat(150), 'another line of a few words more']
    const together = await embedder.embedPassages(texts)
    for (const [at, text] of texts.entries()) {
      const [alone] = await embedder.embedPassages([text])
      expect(cosine(alone, together[at])).toBeGreaterThan(0.98)
    }
    expect(cosine(together[0], together[2])).toBeLessThan(0.9)
  })

  test('reads past the 128 tokens its tokenizer file names, and stops at 256', async () => {
    const embedder = await opening
    // One text a call: int8 layers round a little differently beside other texts.
    const embed = async (text: string) => (await embedder.embedPassages([text]))[0]
    const short = 'cat '.repeat(140)
    expect(cosine(await embed(short), await embed(`${short} refund`))).toBeLessThan(0.9999)
    const long = 'cat '.repeat(300)
    expect(cosine(await embed(long), await embed(`${long} refund`))).toBeGreaterThan(0.99999)
  })

  test('answers a question while a long import is running', async () => {
    const embedder = await opening
    let done = false
    const importing = embedder.embedPassages(Array(120).fill('word '.repeat(200))).then(() => {
      done = true
    })
    await embedder.embedQueries(['is anybody there'])
    expect(done).toBe(false)
    await importing
  })
})

describe('finding a model', () => {
  test('takes the data directory before the carried models, and an explicit directory before both', async () => {
    const dataDir = await place()
    const own = join(dataDir, 'models', 'all-minilm-l6-v2')
    expect(await findModel({ modelsDirs: [models], dataDir })).toBe(join(models, 'all-minilm-l6-v2'))
    await mkdir(own, { recursive: true })
    await writeFile(join(own, 'manifest.json'), '{}')
    expect(await findModel({ modelsDirs: [models], dataDir })).toBe(own)
    const explicit = join(models, 'multilingual-e5-small')
    expect(await findModel({ modelsDirs: [models], dataDir, choice: explicit })).toBe(explicit)
  })

  test('a choice that cannot be had is an error that names it, never another model', async () => {
    const choice = { modelsDirs: [models], dataDir: await place(), choice: 'bge-large' }
    await expect(findModel(choice)).rejects.toThrow(/bge-large/)
    const embedders = createEmbedders(choice)
    await expect(embedders.forPages({ en: 1 })).rejects.toThrow(/bge-large/)
  })

  test('another choice leaves the embedder of vectors made before at hand, found by its id', async () => {
    const choice = join(models, 'multilingual-e5-small')
    const embedders = createEmbedders({ modelsDirs: [models], dataDir: await place(), choice })
    expect((await embedders.forPages({ en: 1 })).id).toBe('multilingual-e5-small')
    expect((await embedders.byId('multilingual-e5-small')).id).toBe('multilingual-e5-small')
    expect((await embedders.byId('all-minilm-l6-v2')).id).toBe('all-minilm-l6-v2')
    await embedders.close()
  })

  test('an embedder that is gone is named, with the one that is set now', async () => {
    const embedders = createEmbedders({
      ...{ modelsDirs: [models], dataDir: await place(), choice: 'all-minilm-l6-v2' },
    })
    await expect(embedders.byId('http:old')).rejects.toThrow(/http:old.*all-minilm-l6-v2/)
    await embedders.close()
  })

  test('a model file of the wrong size is refused with a plain reason', async () => {
    const directory = await place()
    const manifest = JSON.parse(await readFile(join(models, 'all-minilm-l6-v2', 'manifest.json'), 'utf8'))
    await writeFile(join(directory, 'manifest.json'), JSON.stringify({ ...manifest, file: 'model.onnx' }))
    await expect(openLocalEmbedder(directory)).rejects.toThrow(/model.onnx is missing/)
    await writeFile(join(directory, 'model.onnx'), 'short')
    await expect(openLocalEmbedder(directory)).rejects.toThrow(/has 5 bytes, the manifest says 22972370/)
  })

  test('the pages choose the encoder: a stray German page among English ones changes nothing', () => {
    expect(chooseEmbedder({})).toBe('all-minilm-l6-v2')
    expect(chooseEmbedder({ en: 0.95, de: 0.05 })).toBe('all-minilm-l6-v2')
    expect(chooseEmbedder({ en: 0.5, de: 0.5 })).toBe('multilingual-e5-small')
  })
})

describe('an OpenAI-compatible endpoint', () => {
  const embedderOver = (replies: (() => Response)[]) => {
    const asked: unknown[] = []
    const fetch = async (_: unknown, init?: RequestInit) => {
      asked.push(JSON.parse(String(init?.body)))
      return (replies[asked.length - 1] ?? (() => new Response('', { status: 500 })))()
    }
    return {
      asked,
      embedder: createHttpEmbedder({ url: 'http://llm/v1/', model: 'm', dimensions: 2, fetch }),
    }
  }
  const good = () =>
    Response.json({
      data: [
        { index: 1, embedding: [0, 2] },
        { index: 0, embedding: [3, 0] },
      ],
    })

  test('gives unit vectors in the order of the texts, after one retry', async () => {
    const { asked, embedder } = embedderOver([() => new Response('', { status: 503 }), good])
    expect(await embedder.embedQueries(['a', 'b'])).toEqual([Float32Array.of(1, 0), Float32Array.of(0, 1)])
    expect(asked).toHaveLength(2)
  })

  test('puts the prefixes before the texts, cuts what is too long, and marks its vectors with the prefix', async () => {
    const asked: { input: string[] }[] = []
    const fetch = async (_: unknown, init?: RequestInit) => {
      asked.push(JSON.parse(String(init?.body)) as { input: string[] })
      return Response.json({ data: [{ index: 0, embedding: [1, 0] }] })
    }
    const plain = { url: 'http://llm/v1', model: 'm', dimensions: 2, fetch }
    const options = { ...plain, queryPrefix: 'query: ', passagePrefix: 'passage: ', maxTokens: 16 }
    const embedder = createHttpEmbedder(options)
    await embedder.embedQueries(['a'])
    await embedder.embedPassages(['b'.repeat(500)])
    expect(asked[0]?.input).toEqual(['query: a'])
    expect(asked[1]?.input[0]).toHaveLength(96)
    expect(asked[1]?.input[0]).toMatch(/^passage: b/)
    expect(embedder.id).toMatch(/^http:m#[0-9a-f]{8}$/)
    expect(createHttpEmbedder(plain).id).toBe('http:m')
  })

  test('opens the model of earlier settings while the endpoint has it, and none of another prefix', async () => {
    const endpoint = (status: number) => ({
      url: 'http://llm/v1',
      fetch: async () => Response.json({ data: [{ index: 0, embedding: [1, 0, 0] }] }, { status }),
    })
    const former = await openFormerHttpEmbedder('http:old', endpoint(200))
    expect(former).toMatchObject({ id: 'http:old', dimensions: 3 })
    await expect(openFormerHttpEmbedder('http:old', endpoint(404))).rejects.toThrow(/model old/)
    expect(await openFormerHttpEmbedder('http:old#12345678', endpoint(200))).toBeUndefined()
    expect(await openFormerHttpEmbedder('all-minilm-l6-v2', endpoint(200))).toBeUndefined()
  })

  test.each([
    ['fails twice', [() => new Response('', { status: 500 }), () => new Response('', { status: 500 })]],
    ['sends no JSON', [() => new Response('<html>')]],
    ['sends too few vectors', [() => Response.json({ data: [{ index: 0, embedding: [1, 0] }] })]],
    [
      'sends other dimensions',
      [() => Response.json({ data: [0, 1].map(index => ({ index, embedding: [1] })) })],
    ],
  ])('is reported by name when it %s', async (_, replies) => {
    await expect(embedderOver(replies).embedder.embedQueries(['a', 'b'])).rejects.toThrow(/embedding model m/)
  })

  test('waits less for a silent server while a visitor waits than while pages are read', async () => {
    const limits: number[] = []
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
      limits.push(ms)
      return AbortSignal.abort()
    })
    const silent: typeof globalThis.fetch = async (_url, init) => {
      init?.signal?.throwIfAborted()
      throw new Error('no limit was set')
    }
    const embedder = createHttpEmbedder({ url: 'http://llm/v1', model: 'm', dimensions: 2, fetch: silent })
    await expect(embedder.embedQueries(['a'])).rejects.toMatchObject({ code: 'unavailable' })
    await expect(embedder.embedPassages(['a'])).rejects.toMatchObject({ code: 'unavailable' })
    expect(limits).toEqual([4_000, 4_000, 20_000, 20_000])
    vi.restoreAllMocks()
  })
})

test('batches hold texts of like length within the budget, every text once', () => {
  const lengths = [200, 3, 250, 5, 4, 199]
  const batches = planBatches(lengths, 512)
  expect(batches.flatMap(batch => batch.positions).sort()).toEqual([0, 1, 2, 3, 4, 5])
  for (const { positions, width } of batches) {
    expect(positions.length * width).toBeLessThanOrEqual(512)
    expect(width).toBe(Math.max(...positions.map(position => lengths[position] ?? 0)))
  }
})

test('a cut sequence keeps its end mark', () => {
  expect(truncate([101, 1, 2, 3, 102], 3)).toEqual([101, 1, 102])
  expect(truncate([101, 102], 3)).toEqual([101, 102])
})
