import { z } from 'zod'
import { Decision } from './decision.ts'
import { typed, typedBytes } from './typed.ts'

/** Requests and answers of the operator's side of the HTTP API. */

export const SourceKind = z.enum(['folder', 'file', 'url', 'text'])

const globs = z.array(typed(500).min(1)).max(100)
const maxPages = z.number().int().min(1).max(100_000)
const language = typed(35).min(2)
const schedule = typed(200)

export const AddSource = z
  .object({
    kind: SourceKind,
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
    kind: SourceKind,
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
    language: z.record(z.string(), z.array(z.string())),
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
