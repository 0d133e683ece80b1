import { z } from 'zod'
import { MOST_FILE_BYTES } from './choices.ts'
import { Decision } from './decision.ts'
import { base64File, typed, typedBytes } from './typed.ts'

/** Requests and answers of the operator's side of the HTTP API. */

const GivenKind = z.enum(['folder', 'file', 'url', 'text'])

const globs = z.array(typed(500).min(1)).max(100)
const maxPages = z.number().int().min(1).max(100_000)
const language = typed(35).min(2)
const schedule = typed(200)

export const AddSource = z
  .object({
    kind: GivenKind,
    /** A folder or file of the server's own disk, a start URL, or a name for pasted text. */
    location: typedBytes(2_000).min(1),
    /** The pasted text. */
    text: typedBytes(5_000_000).optional(),
    include: globs.optional(),
    exclude: globs.optional(),
    maxPages: maxPages.optional(),
    /** Where the pages of a folder are read by people; a citation opens there. */
    baseUrl: z.httpUrl().optional(),
    /** Taken for pages whose language cannot be told. */
    language: language.optional(),
    /** A cron expression: when to read the source again. */
    schedule: schedule.optional(),
  })
  .refine(source => source.kind !== 'text' || source.text !== undefined, {
    message: 'is needed for a pasted text',
    path: ['text'],
  })
  .meta({ id: 'AddSource' })
export type AddSource = z.infer<typeof AddSource>

/** A file from a browser's disk. One of a name that is there already takes its place. */
export const UploadFile = z
  .object({
    name: typed(200)
      .trim()
      .regex(
        /^[^/\\]+\.(md|mdx|markdown|txt|html|htm|pdf|docx|csv)$/i,
        'must be the name of a Markdown, HTML, text, CSV, PDF or DOCX file',
      ),
    base64: base64File(MOST_FILE_BYTES, 'holds more than 25 MB'),
    language: language.optional(),
  })
  .meta({ id: 'UploadFile' })
export type UploadFile = z.infer<typeof UploadFile>

/** What may be changed of a source; what is not named stays, null takes a setting away. */
export const UpdateSource = z
  .strictObject({
    text: AddSource.shape.text,
    include: globs.nullable().optional(),
    exclude: globs.nullable().optional(),
    maxPages: maxPages.nullable().optional(),
    baseUrl: z.httpUrl().nullable().optional(),
    language: language.nullable().optional(),
    schedule: schedule.nullable().optional(),
  })
  .meta({ id: 'UpdateSource' })
export type UpdateSource = z.infer<typeof UpdateSource>

const SourceSettings = z.object({
  include: z.array(z.string()).optional(),
  exclude: z.array(z.string()).optional(),
  maxPages: z.number().int().optional(),
  baseUrl: z.string().optional(),
  language: z.string().optional(),
  schedule: z.string().optional(),
})

export const Source = z
  .object({
    id: z.string(),
    /** `upload`: a file that was given over the API; `location` is its name. */
    kind: z.enum([...GivenKind.options, 'upload']),
    location: z.string(),
    /** As given, without a pasted text itself. */
    settings: SourceSettings,
    state: z.enum(['new', 'syncing', 'ready', 'failed']),
    lastError: z.string().nullable(),
    syncedAt: z.iso.datetime().nullable(),
    pages: z.number().int(),
    passages: z.number().int(),
    failures: z.array(z.object({ path: z.string(), reason: z.string() })),
  })
  .meta({ id: 'Source' })
export type Source = z.infer<typeof Source>

export const Job = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(['queued', 'running', 'done', 'dead']),
    attempts: z.number().int(),
    progress: z
      .object({
        done: z.number(),
        total: z.number().nullable(),
        failed: z.number(),
        rate: z.number(),
        etaSeconds: z.number().nullable(),
        note: z.string().optional(),
      })
      .nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>

export const Page = z
  .object({
    id: z.string(),
    sourceId: z.string(),
    path: z.string(),
    url: z.string().nullable(),
    title: z.string(),
    language: z.string(),
    effectiveOn: z.string().nullable(),
    expiresOn: z.string().nullable(),
  })
  .meta({ id: 'Page' })
export type Page = z.infer<typeof Page>

/** A page with the passages it was cut into, as the search knows them. */
export const PagePassages = z
  .object({
    page: Page,
    passages: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        headingPath: z.array(z.string()),
        text: z.string(),
        startLine: z.number().int(),
        endLine: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'PagePassages' })
export type PagePassages = z.infer<typeof PagePassages>

export const Ask = z
  .object({
    question: typed(4_000).min(1),
    botId: z.string().max(80).optional(),
    history: z
      .array(z.object({ role: z.enum(['visitor', 'bot', 'member']), text: typed(8_000) }))
      .max(50)
      .default([]),
    language: typed(35).optional(),
  })
  .meta({ id: 'Ask' })

export const Asked = z.object({ decision: Decision, traceId: z.string() }).meta({ id: 'Asked' })
export type Asked = z.infer<typeof Asked>

/** A question with what is right for it: the pages that answer it, or that none does. */
export const GiveGoldenQuestion = z
  .object({
    question: typed(4_000).trim().min(1, 'must not be empty'),
    answerable: z.boolean(),
    /** Paths of the pages that answer it. */
    goldPaths: z.array(typedBytes(2_000).min(1)).max(20).default([]),
  })
  .refine(({ answerable, goldPaths }) => !answerable || goldPaths.length > 0, {
    message: 'an answerable question needs a page that answers it',
    path: ['goldPaths'],
  })
  .meta({ id: 'GiveGoldenQuestion' })
export type GiveGoldenQuestion = z.infer<typeof GiveGoldenQuestion>

export const GoldenQuestion = z
  .object({
    id: z.string(),
    question: z.string(),
    answerable: z.boolean(),
    goldPaths: z.array(z.string()),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'GoldenQuestion' })
export type GoldenQuestion = z.infer<typeof GoldenQuestion>

/** What the company wants said, word for word, to whoever asks one of these questions, and the page it rests on. */
export const GivePinnedAnswer = z
  .object({
    questions: z.array(typed(500).trim().min(1, 'must not be empty')).min(1).max(20),
    text: typed(4_000).trim().min(1, 'must not be empty'),
    pageId: typed(80).min(1),
  })
  .meta({ id: 'GivePinnedAnswer' })
export type GivePinnedAnswer = z.infer<typeof GivePinnedAnswer>

export const PinnedAnswer = z
  .object({
    id: z.string(),
    questions: z.array(z.string()),
    text: z.string(),
    /** Null: the page is gone. Until another is named the answer is not said. */
    pageId: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'PinnedAnswer' })
export type PinnedAnswer = z.infer<typeof PinnedAnswer>

/** How a decision came about; the inside is described in docs/answers.md and may grow. */
export const StoredTrace = z
  .object({
    id: z.string(),
    conversationId: z.string().nullable(),
    turnId: z.string().nullable(),
    createdAt: z.iso.datetime(),
    /** Absent: the attempt gave none. Then `trace.failure` says why. */
    decision: Decision.optional(),
    trace: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Trace' })
export type StoredTrace = z.infer<typeof StoredTrace>

/** Which embedder's vectors the pages carry, and how far a change to another one is. */
export const IndexState = z
  .object({
    passages: z.number().int(),
    /** The embedder questions are searched with; null before the first vector. */
    embedder: z.string().nullable(),
    /** Passages that carry its vectors. */
    embedded: z.number().int(),
    /** Whether that embedder can be opened, so that questions find something. */
    searchable: z.boolean(),
    /** The embedder of the settings; null when it cannot be opened. */
    wanted: z.string().nullable(),
    /** Vectors of the wanted one that wait until all are made. */
    collected: z.number().int(),
  })
  .meta({ id: 'IndexState' })
export type IndexState = z.infer<typeof IndexState>

export const ModelList = z
  .object({
    embedders: z.array(z.object({ id: z.string(), state: z.string() })),
    index: IndexState,
    /** Language models by task, best first: of the bot, and of the server where the bot names none. */
    language: z.record(z.string(), z.array(z.string())),
    /** What the server's configuration names. */
    server: z.record(z.string(), z.array(z.string())),
    /** Whose key each provider is asked with. */
    keys: z.record(z.string(), z.enum(['workspace', 'server', 'none'])),
  })
  .meta({ id: 'Models' })
export type ModelList = z.infer<typeof ModelList>

export const MakeBackup = z.object({ folder: typed(2_000).min(1) }).meta({ id: 'MakeBackup' })
export const BackupMade = z
  .object({ folder: z.string(), tables: z.array(z.object({ name: z.string(), rows: z.number().int() })) })
  .meta({ id: 'BackupMade' })

export const BotSettings = z
  .object({ botId: z.string(), settings: z.record(z.string(), z.unknown()) })
  .meta({ id: 'OwnBotSettings' })

export const KeyList = z
  .object({
    /** A file in the data folder, or the variable SECRET_KEYS, which only whoever runs the server can change. */
    keptIn: z.enum(['file', 'environment']),
    keys: z.array(
      z.object({
        id: z.string(),
        /** Whether new secrets are sealed with it. */
        current: z.boolean(),
        /** How many secrets only it opens. */
        secrets: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'KeyList' })
export type KeyList = z.infer<typeof KeyList>
