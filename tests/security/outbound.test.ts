import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('../..', import.meta.url).pathname

/** What opens a connection outwards, and the files that may say it, with the reason. */
const ways: { name: string; pattern: RegExp; allowed: RegExp }[] = [
  {
    name: 'the global fetch',
    pattern: /(?<![\w.'"`-])(?:globalThis\.)?fetch\(/g,
    allowed: /^$/,
  },
  { name: 'undici', pattern: /from 'undici'|import\('undici'\)/g, allowed: /^src\/platform\/fetch\// },
  {
    name: 'a client of node:http',
    pattern:
      /(?<!\.)\bhttps?\.(?:request|get)\(|import \{[^}]*\b(?:request|get)\b[^}]*\} from 'node:(?:https?|http2)'/g,
    allowed: /^$/,
  },
  {
    name: 'a raw socket',
    pattern:
      /\bnet\.(?:connect|createConnection)\(|\btls\.connect\(|import \{[^}]*\bconnect\b[^}]*\} from 'node:(?:net|tls|http2)'/g,
    allowed: /^src\/platform\/fetch\/dial\.ts$/,
  },
  { name: 'a datagram socket', pattern: /from 'node:dgram'/g, allowed: /^$/ },
  {
    name: 'a browser connection',
    pattern: /new (?:WebSocket|EventSource|XMLHttpRequest)\(/g,
    allowed: /^$/,
  },
  // Providers are made where their settings cannot lack a fetch: the type demands it, and it is passed on.
  {
    name: 'an AI SDK provider without our fetch',
    pattern:
      /\bcreate(?:OpenAI|Anthropic|GoogleGenerativeAI|Groq|OpenRouter|OpenAICompatible)\((?!(?:[^()]{0,300}\bfetch\b)|settings\)|\{[^{}]{0,300}\.\.\.settings\b)/g,
    allowed: /^$/,
  },
  // The default instances of the providers use the global fetch.
  {
    name: 'a default AI SDK provider',
    pattern:
      /import \{[^}]*\b(?:openai|anthropic|google|groq|openrouter)\b[^}]*\} from '@(?:ai-sdk|openrouter)\//g,
    allowed: /^$/,
  },
  // The database is the one other thing that is dialled; its address is server configuration.
  { name: 'the PostgreSQL driver', pattern: /from 'pg'/g, allowed: /^src\/platform\/database\// },
]

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourceFiles(path)
    return /\.ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [path] : []
  })
}

/** Source text without comments and with the insides of nothing else changed. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')
}

function bypassesIn(path: string, text: string): string[] {
  return ways.flatMap(({ name, pattern, allowed }) =>
    allowed.test(path) ? [] : [...withoutComments(text).matchAll(pattern)].map(() => `${path}: ${name}`),
  )
}

test('nothing in src/ reaches out but through the guarded client', () => {
  const bypasses = sourceFiles(join(root, 'src')).flatMap(file =>
    bypassesIn(relative(root, file), readFileSync(file, 'utf8')),
  )
  expect(bypasses).toEqual([])
})

test('the settings of language model providers demand a fetch and hand it on', () => {
  const providers = readFileSync(join(root, 'src/models/language/providers.ts'), 'utf8')
  expect(providers).toMatch(/^ {2}fetch: typeof globalThis\.fetch$/m)
  expect(providers).toMatch(/^ {4}fetch: options\.fetch,$/m)
})

test('each way around the guarded client would be seen', () => {
  const planted = [
    "const page = await fetch('https://shop.example')",
    'return globalThis.fetch(url)',
    "import { request } from 'undici'",
    "import { request as ask } from 'node:https'",
    'https.get(url)',
    "import { connect } from 'node:net'",
    'net.connect(25, host)',
    "import dgram from 'node:dgram'",
    'new WebSocket(url)',
    'const provider = createOpenAI({ apiKey })',
    "import { anthropic } from '@ai-sdk/anthropic'",
    "import pg from 'pg'",
  ]
  for (const line of planted) expect(bypassesIn('src/channels/widget/x.ts', line), line).toHaveLength(1)
  expect(
    bypassesIn('src/x.ts', 'await guardedFetch(url)\nconst model = createGroq({ apiKey, fetch })'),
  ).toEqual([])
})
