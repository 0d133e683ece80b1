import type { Bot } from '../accounts/index.ts'
import type { ModelTrial } from '../contract/bot-models.ts'
import type { GateCalibration, KeepCalibration } from '../contract/calibration-api.ts'
import type { AnswerSentence, Citation } from '../contract/decision.ts'
import type {
  AddSource,
  Asked,
  Job,
  KeyList,
  ModelList,
  Source,
  StoredTrace,
  UpdateSource,
} from '../contract/operator-api.ts'

/** One checked sentence of an answer being written. */
export interface AnswerPart {
  index: number
  sentence: AnswerSentence
  citations: Citation[]
}

/** What the operator's routes need of the program, built in app.ts. Ids of other workspaces are `not-found`. */
export interface Operations {
  workspaceId: string
  addSource(spec: AddSource): Promise<{ source: Source; job: Job }>
  /** Takes a file's bytes as a source, or in place of those of the file of that name. */
  addFile(file: { name: string; bytes: Uint8Array; language?: string }): Promise<{ source: Source; job: Job }>
  listSources(): Promise<Source[]>
  getSource(id: string): Promise<Source>
  /** Changes settings and reads the source again with them. */
  updateSource(id: string, changes: UpdateSource): Promise<{ source: Source; job: Job }>
  removeSource(id: string): Promise<void>
  syncSource(id: string): Promise<Job>
  getJob(id: string): Promise<Job>
  ask(
    question: {
      question: string
      botId?: string | undefined
      history: { role: 'visitor' | 'bot' | 'member'; text: string }[]
      language?: string | undefined
    },
    options: { signal: AbortSignal; onPart?: (part: AnswerPart) => Promise<void> },
  ): Promise<Asked>
  getTrace(id: string): Promise<StoredTrace>
  /** Of a bot, by default the first one. */
  models(botId?: string): Promise<ModelList>
  /** Asks a model one word, with the keys and addresses of the bot. */
  tryModel(botId: string, model: string, signal: AbortSignal): Promise<ModelTrial>
  /** What a bot's gate does at its threshold and at others. */
  calibration(botId: string): Promise<GateCalibration>
  /** Keeps a curve that was measured on a folder, and sets the threshold. */
  keepCalibration(botId: string, given: KeepCalibration): Promise<GateCalibration>
  /** Begins to measure on the golden questions. */
  calibrate(botId: string): Promise<Job>
  /** Changes the named settings of a bot. */
  updateBot(botId: string, changes: Record<string, unknown>): Promise<Bot>
  /** The keys that seal secrets, without the keys themselves. */
  keys(): Promise<KeyList>
  /** Begins to seal all secrets with a new key, or goes on with it. */
  rotateKeys(): Promise<Job>
  backup(folder: string): Promise<{ folder: string; tables: { name: string; rows: number }[] }>
}
