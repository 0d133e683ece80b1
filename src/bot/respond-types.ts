import type { AnswerSentence, Citation, Decision, HandoffReason } from '../contract/decision.ts'
import type { HandoffPolicy } from '../contract/handoff-policy.ts'

/** One line of a conversation as the bot reads it. */
export interface HistoryLine {
  role: 'visitor' | 'bot' | 'member'
  text: string
  /** Pages cited by a bot line, so that a follow-up can stay on them. */
  citedPageIds?: readonly string[]
  /** What a bot line was, and how the visitor rated it. */
  decision?: Decision['kind']
  rating?: 'up' | 'down'
  /** Said before somebody resolved the conversation, spoke in it as a person, or was asked for: no longer counted. */
  settled?: boolean
}

/** What the owner of a bot decides about it. */
export interface BotSettings {
  name: string
  companyName: string
  /** What it handles and what it must leave to people; put in front of a language model. */
  instructions: string
  /** Who it is and how it talks; for a language model. */
  persona?: string
  /** What it handles, line by line; for a language model. */
  handles?: readonly string[]
  /** What it must leave to people, line by line. */
  leavesToPeople?: readonly string[]
  /** Languages of its own words, the first for whoever writes in another; absent or empty: all it knows. */
  languages?: readonly string[]
  /** The gate's threshold, 0 to 1; unset: the calibrated default. */
  gateThreshold?: number
  /** Upper limits of one turn. */
  maxTokens: number
  timeoutMs: number
  /** What language models may use in a day, and what comes when it is used up; absent: as much as they like. */
  limits?: {
    modelTokensPerDay: number | null
    costPerDay: number | null
    whenUsedUp: 'quote' | 'refuse'
  }
  /** Hosts that links in answers may point to, beside those of the cited pages. */
  allowedLinkHosts: readonly string[]
  /** When the bot hands over; absent: the defaults. */
  handoff?: HandoffPolicy
}

/** What language models used: tokens read and written, and their cost as far as there are prices. */
export interface ModelUse {
  tokens: number
  cost: number
}

/** One message in: what the bot is asked, with what was said before (oldest first, without the question itself). */
export interface Turn {
  workspaceId: string
  botId: string
  question: string
  history: readonly HistoryLine[]
  language?: string
  /** How often the bot has spoken since a person last had to do with the conversation; absent: never. */
  spoken?: number
  now: Date
  settings: BotSettings
  /** Called with each checked sentence as it is ready; a rejection aborts the turn (somebody else took over). */
  onSentence?: (part: { index: number; sentence: AnswerSentence; citations: Citation[] }) => Promise<void>
  /** Given the trace before anything is done; it grows from then on, so that a turn that throws leaves one as well. */
  onTrace?: (trace: Trace) => void
  signal?: AbortSignal
}

export interface TraceCandidate {
  passageId: string
  path: string
  title: string
  headingPath: readonly string[]
  lexical: number
  dense: number
  sentence: number
  fused: number
  rerank: number | null
}

/** How a decision came about: enough to understand it without running it again. */
export interface Trace {
  question: string
  standalone: string
  language: string
  /** Words of the question that no page holds, and the near words of the pages they were read as. */
  corrections?: readonly { word: string; near: string }[]
  candidates: TraceCandidate[]
  gate: {
    verdict: 'relevant' | 'none-relevant' | 'skipped'
    score: number
    threshold: number
    features: Record<string, number>
    /** Words, numbers and product names of the question that no candidate supports. */
    unsupported: string[]
    /** Why a reranker that is set gave no scores; absent when it did. */
    rerankFailed?: string
  }
  /** The pinned answer nearest to what was asked; absent where none is pinned. */
  pinned?: { id: string; question: string; similarity: number; threshold: number; said: boolean }
  /** One row per drafted sentence: what it rests on, and why it was kept, rewritten or dropped. */
  support: { text: string; verdict: 'kept' | 'rewritten' | 'dropped'; citations: number[]; reason: string }[]
  models: {
    task: string
    model: string
    inputTokens: number
    outputTokens: number
    cost: number | null
    /** The model did not count: from the characters, four a token. */
    estimated?: true
    ms: number
    failure?: string
  }[]
  /** Why a person was fetched: by which trigger, and by what words or count. */
  handoff?: { trigger: HandoffReason; by: string }
  /** What the bot's models had used that day before this turn; only where the owner limits it. */
  budget?: ModelUse & { usedUp: boolean }
  /** Milliseconds by stage, to a tenth. */
  ms: Record<string, number>
}

export interface Response {
  decision: Decision
  trace: Trace
}
