import { describe, expect, test } from 'vitest'
import { publicUrl, readConfig } from './config.ts'

describe('the configuration', () => {
  test('works with nothing set', () => {
    const config = readConfig({})
    expect(config.PORT).toBe(8080)
    expect(config.DATABASE_URL).toBeUndefined()
    expect(publicUrl(config)).toBe('http://localhost:8080')
  })

  test('counts an empty variable as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' }).PORT).toBe(8080)
  })

  test('reports every problem at once, by the name of its variable', () => {
    const wrong = {
      PORT: '99999',
      PUBLIC_URL: 'shop.example',
      DATABASE_URL: 'mysql://x',
      TRUSTED_PROXIES: 'proxy',
      LIMIT_MESSAGES: 'many',
    }
    expect(() => readConfig(wrong)).toThrow(
      /5 problem\(s\)[\s\S]*PORT[\s\S]*PUBLIC_URL[\s\S]*DATABASE_URL[\s\S]*TRUSTED_PROXIES[\s\S]*LIMIT_MESSAGES/,
    )
  })

  test('reports what is missing beside what is wrong', () => {
    expect(() => readConfig({ PORT: 'x', MODEL_ANSWER: 'openai:gpt-5-mini' })).toThrow(
      /2 problem\(s\)[\s\S]*PORT[\s\S]*OPENAI_API_KEY/,
    )
  })

  test.each([
    ['FETCH_ALLOW', 'not a host!!,999.1.1.1/99'],
    ['MODELS_DIR', '/no/such/folder'],
    ['KNOWLEDGE', '/no/such/folder'],
    ['PUBLIC_URL', 'https://shop.example/?a=b'],
  ])('refuses a %s that cannot work', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name}: must`)
  })

  test('tells of a name that is nearly one of its own, and not of names of others', () => {
    expect(() => readConfig({ LIMIT_MESAGES: '5' })).toThrow('did you mean LIMIT_MESSAGES?')
    expect(readConfig({ HOME: '/root', PATH: '/bin', GROK_API_KEY: 'x', LANGUAGE: 'en' }).PORT).toBe(8080)
  })

  test('asks for the key of each provider that a task names', () => {
    expect(() => readConfig({ MODEL_ANSWER: 'openai:gpt-5-mini, groq:llama' })).toThrow(
      /OPENAI_API_KEY[\s\S]*GROQ_API_KEY/,
    )
    expect(readConfig({ MODEL_ANSWER: 'ollama:qwen3' }).MODEL_ANSWER).toEqual(['ollama:qwen3'])
  })

  test('keeps a sub-path of the public address and drops its last slash', () => {
    expect(publicUrl(readConfig({ PUBLIC_URL: 'https://shop.example/help/' }))).toBe(
      'https://shop.example/help',
    )
  })

  test('takes the prefixes of an embedding model as they are, and its weights as three numbers', () => {
    const config = readConfig({ EMBEDDING_QUERY_PREFIX: 'query: ', EMBEDDING_FUSION: 'rrf:0.5/0.25/0.25' })
    expect(config.EMBEDDING_QUERY_PREFIX).toBe('query: ')
    expect(config.EMBEDDING_FUSION).toEqual({ method: 'rrf', lexical: 0.5, passage: 0.25, sentence: 0.25 })
    expect(() => readConfig({ EMBEDDING_FUSION: 'sum:1/1' })).toThrow(/EMBEDDING_FUSION: must be score-sum/)
  })

  test('refuses a provider it does not know', () => {
    expect(() => readConfig({ MODEL_ANSWER: 'acme:1' })).toThrow(/MODEL_ANSWER: must be provider:model/)
  })
})
