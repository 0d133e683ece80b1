import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { ModelName } from './contract/bot-models.ts'
import { modelProviders } from './contract/language-models.ts'
import { CarelineError } from './kit/errors.ts'
import { parseAllowList } from './platform/fetch/allow-list.ts'

/**
 * The environment, read once and checked whole: every problem is reported in one error, each with what to do.
 * Nothing else in the program reads `process.env`.
 */
export type Config = z.infer<typeof Environment>

const flag = z.enum(['true', 'false', '1', '0', '']).transform(text => text === 'true' || text === '1')
const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine(value => value >= min && value <= max, `must be from ${min} to ${max}`)
const list = z.string().transform(text =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== ''),
)
const folder = z.string().refine(isFolder, {
  error: ({ input }) => `must be a folder that is there; ${resolve(String(input))} is not`,
})
const httpUrl = z.string().refine(isHttpUrl, 'must be an http:// or https:// address')
const network = list.refine(
  parts => parts.every(part => isNetwork(part)),
  'must be addresses or CIDR ranges separated by commas, such as 127.0.0.1, 10.0.0.0/8',
)
const modelList = list.refine(
  parts => parts.every(part => ModelName.safeParse(part).success),
  `must be provider:model, several separated by commas; providers: ${modelProviders.join(', ')}`,
)

const fusion = z.string().transform((text, context) => {
  const [, method, ...shares] = /^(score-sum|rrf):([\d.]+)\/([\d.]+)\/([\d.]+)$/.exec(text) ?? []
  const [lexical = 2, passage = 2, sentence = 2] = shares.map(Number)
  if (method !== undefined && [lexical, passage, sentence].every(share => share >= 0 && share <= 1))
    return { method: method as 'score-sum' | 'rrf', lexical, passage, sentence }
  context.addIssue('must be score-sum or rrf with three weights from 0 to 1, such as score-sum:0.4/0.3/0.3')
  return z.NEVER
})

const Environment = z.object({
  /** TCP port; 0 takes any free one. */
  PORT: count(0, 65_535).prefault('8080'),
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Where visitors reach the server, with a sub-path if there is one; unset: http://localhost:PORT. */
  PUBLIC_URL: httpUrl
    .refine(url => !/[?#]/.test(url), 'must have no ? or #: it is the address that paths are added to')
    .transform(url => url.replace(/\/+$/, ''))
    .optional(),
  DATA_DIR: z
    .string()
    .min(1)
    .default('data')
    .transform(path => resolve(path)),
  /** A PostgreSQL server with pgvector; unset: the embedded database in DATA_DIR. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional(),
  DATABASE_POOL: count(2, 200).prefault('10'),
  DATABASE_TIMEOUT_MS: count(500, 600_000).prefault('30000'),
  /** Keys that seal secrets in the database, newest first, as id:base64 of 32 bytes; unset: the file secret-keys. */
  SECRET_KEYS: z.string().min(1).optional(),
  /** The server that sends mail, smtp:// or smtps:// with name and password; unset: mails are printed on the console. */
  SMTP_URL: z
    .string()
    .refine(
      url => /^smtps?:\/\/[^/]/.test(url) && URL.canParse(url),
      'must be smtp://host:port or smtps://host:port',
    )
    .optional(),
  /** Who mails come from. */
  MAIL_FROM: z
    .string()
    .max(300)
    .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, 'must be an address, such as Shop <care@shop.example>')
    .optional(),
  /** Proxies whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: network.prefault(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** A folder of pages served instead of the example shop. */
  KNOWLEDGE: folder.optional(),
  /** Start without the example shop. */
  NO_EXAMPLE: flag.prefault('false'),
  /** Messages a minute from one session, and requests a minute from one address, the operator's aside. */
  LIMIT_MESSAGES: count(1, 100_000).prefault('20'),
  LIMIT_REQUESTS: count(1, 1_000_000).prefault('100'),
  /** Hosts and networks inside that the crawler and model providers may reach: host:port or CIDR. */
  FETCH_ALLOW: list
    .refine(isAllowList, 'must be host:port, host, or ranges such as 10.1.0.0/16, separated by commas')
    .prefault(''),
  MODELS_DIR: folder.optional(),
  EMBEDDER: z.string().min(1).optional(),
  EMBEDDING_URL: httpUrl.optional(),
  EMBEDDING_MODEL: z.string().min(1).optional(),
  EMBEDDING_API_KEY: z.string().min(1).optional(),
  EMBEDDING_DIMENSIONS: count(8, 8192).optional(),
  /** Put before each question and each passage, as the model was trained; a space at the end counts. */
  EMBEDDING_QUERY_PREFIX: z.string().max(500).optional(),
  EMBEDDING_PASSAGE_PREFIX: z.string().max(500).optional(),
  EMBEDDING_MAX_TOKENS: count(16, 32_768).prefault('512'),
  /** How words, passage and best sentence weigh when passages are ordered: method:lexical/passage/sentence. */
  EMBEDDING_FUSION: fusion.prefault('score-sum:0.4/0.3/0.3'),
  /** A cross-encoder by id or directory; unset: the first one in a models folder, if any; off: none. */
  RERANKER: z.string().min(1).optional(),
  /** Fetch a chosen model that the catalogue pins and that is not at hand, at the start of the server. */
  MODEL_DOWNLOADS: flag.prefault('false'),
  /** Where models are pulled from: Hugging Face, or a mirror of it. */
  MODEL_HUB: httpUrl.default('https://huggingface.co'),
  QUERY_THREADS: count(1, 64).prefault('1'),
  INDEX_THREADS: count(1, 64).optional(),
  /** Language models by task, best first, as provider:model; unset: answers are quoted from the pages. */
  MODEL_ANSWER: modelList.prefault(''),
  MODEL_REWRITE: modelList.prefault(''),
  MODEL_JUDGE: modelList.prefault(''),
  MODEL_SUMMARY: modelList.prefault(''),
  MODEL_COPILOT: modelList.prefault(''),
  MODEL_TIMEOUT_MS: count(500, 120_000).prefault('12000'),
  /** Price list: provider:model=input/output in the owner's currency per million tokens, comma separated. */
  MODEL_PRICES: list
    .refine(
      parts => parts.every(part => /^\S+=\d+(\.\d+)?\/\d+(\.\d+)?$/.test(part)),
      'must be provider:model=input/output per million tokens, such as openai:gpt-5-mini=0.25/2',
    )
    .prefault(''),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  ANTHROPIC_BASE_URL: httpUrl.optional(),
  GOOGLE_API_KEY: z.string().min(1).optional(),
  GOOGLE_BASE_URL: httpUrl.optional(),
  GROQ_API_KEY: z.string().min(1).optional(),
  GROQ_BASE_URL: httpUrl.optional(),
  OPENROUTER_API_KEY: z.string().min(1).optional(),
  OPENROUTER_BASE_URL: httpUrl.optional(),
  OLLAMA_BASE_URL: httpUrl.default('http://127.0.0.1:11434/v1'),
  COMPATIBLE_BASE_URL: httpUrl.optional(),
  COMPATIBLE_API_KEY: z.string().min(1).optional(),
})

/**
 * Reads and checks `environment`; empty strings count as unset.
 * @throws CarelineError `invalid` that lists every problem, one a line.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(Environment.shape)
      .filter(name => environment[name] !== undefined && environment[name] !== '')
      .map(name => [name, environment[name]]),
  )
  const parsed = Environment.safeParse(given)
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(lineOf)),
    ...contradictions(parsed.success ? parsed.data : soundPart(given)),
    ...misspelt(environment),
  ]
  if (parsed.success && problems.length === 0) return parsed.data
  throw new CarelineError(
    'invalid',
    problems.length === 1
      ? `The configuration has a problem: ${problems[0]!.trim()}`
      : `The configuration has ${problems.length} problem(s):\n${problems.join('\n')}`,
  )
}

/** The address visitors use: PUBLIC_URL, or this machine's own. */
export function publicUrl(config: Config, port: number = config.PORT): string {
  return config.PUBLIC_URL ?? `http://localhost:${port}`
}

/** The configuration with what is wrong by itself left at its default, so that the rest is checked all the same. */
function soundPart(given: Record<string, string | undefined>): Config {
  const sound = Object.entries(given).filter(
    ([name]) => Environment.shape[name as keyof Config].safeParse(given[name]).success,
  )
  return Environment.parse(Object.fromEntries(sound))
}

/** Names that are nearly one of ours and set nothing: the slip would only show later. */
function misspelt(environment: Record<string, string | undefined>): string[] {
  const ours = Object.keys(Environment.shape)
  return Object.keys(environment).flatMap(name => {
    // Short names and those of providers belong to many programs.
    if (ours.includes(name) || name.length < 8 || /_(API_KEY|BASE_URL)$/.test(name)) return []
    const meant = ours.find(one => isNear(name, one))
    return meant ? [`  ${name}: is not known; did you mean ${meant}?`] : []
  })
}

/** At most two letters were left out, put in or changed. */
function isNear(one: string, other: string): boolean {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, wanted] of [...other].entries())
      next.push(Math.min(row[j]! + (letter === wanted ? 0 : 1), row[j + 1]! + 1, next[j]! + 1))
    row = next
  }
  return row.at(-1)! <= 2
}

function contradictions(config: Config): string[] {
  const problems: string[] = []
  const providers = new Set(
    [
      config.MODEL_ANSWER,
      config.MODEL_REWRITE,
      config.MODEL_JUDGE,
      config.MODEL_SUMMARY,
      config.MODEL_COPILOT,
    ]
      .flat()
      .map(model => model.split(':')[0]),
  )
  const keys = {
    openai: config.OPENAI_API_KEY,
    anthropic: config.ANTHROPIC_API_KEY,
    google: config.GOOGLE_API_KEY,
    groq: config.GROQ_API_KEY,
    openrouter: config.OPENROUTER_API_KEY,
  }
  for (const [provider, key] of Object.entries(keys)) {
    if (providers.has(provider) && !key)
      problems.push(
        `  ${provider.toUpperCase()}_API_KEY: is needed, since a MODEL_ setting names ${provider}`,
      )
  }
  if (providers.has('compatible') && !config.COMPATIBLE_BASE_URL) {
    problems.push('  COMPATIBLE_BASE_URL: is needed, since a MODEL_ setting names compatible')
  }
  if (config.SMTP_URL && !config.MAIL_FROM)
    problems.push('  MAIL_FROM: is needed beside SMTP_URL, such as Shop <care@shop.example>')
  if (config.EMBEDDING_URL && !(config.EMBEDDING_MODEL && config.EMBEDDING_DIMENSIONS)) {
    problems.push('  EMBEDDING_MODEL and EMBEDDING_DIMENSIONS: are needed beside EMBEDDING_URL')
  }
  return problems
}

function lineOf(issue: z.core.$ZodIssue): string {
  return `  ${issue.path.join('.') || 'environment'}: ${issue.message}`
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}

function isAllowList(entries: readonly string[]): boolean {
  try {
    parseAllowList(entries)
    return true
  } catch {
    return false
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function isNetwork(text: string): boolean {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text)
}
