import { unnamed } from '../contract/bot-name.ts'
import type { Decision, RefusalReason } from '../contract/decision.ts'
import {
  type PassageSearch,
  type PinnedSearch,
  type SearchResult,
  withCorrections,
} from '../knowledge/index.ts'
import type { LanguageDetector, ModelCall } from '../models/index.ts'
import { extractAnswer } from './answers/extract.ts'
import { absoluteScore, type Gate, type GateVerdict, gateTrace, plainGate } from './answers/gate-port.ts'
import { inRerankedOrder } from './answers/reranked.ts'
import type { PagePassages } from './answers/section.ts'
import { findUnsafe } from './guardrails/inbound.ts'
import { isChore } from './guardrails/out-of-scope.ts'
import { withoutPlanted, withoutPlantedIn } from './guardrails/planted.ts'
import {
  findTrigger,
  findTriggerOfRefusal,
  handOver,
  type Trigger,
  triggerOfFailure,
} from './handoff/triggers.ts'
import { readBudget } from './model-budget.ts'
import { findPinned } from './pinned/pinned.ts'
import type { ModelUse, Response, Trace, Turn } from './respond-types.ts'
import { type BotTexts, botTexts, fill } from './texts/index.ts'
import { modelRows, startTrace, type TraceRecorder } from './trace.ts'
import { startTurnTime, type TurnTime } from './turn-time.ts'
import {
  type ClarifyQuestion,
  findAmbiguousNoun,
  findLostReferent,
  findPairedReferent,
  findTiedPages,
  findUnheardOf,
  isTooVague,
} from './understand/clarify.ts'
import { languageOfTurn } from './understand/language.ts'
import { searchInContext } from './understand/search-in-context.ts'
import { findSmalltalk } from './understand/smalltalk.ts'
import { makeStandalone, type Standalone } from './understand/standalone.ts'

/** Shares of a turn's time that a model may take to rewrite a follow-up, and to judge what was found. */
const REWRITE_SHARE = 0.2
const JUDGE_SHARE = 0.2

/** What a generator is given; it must cite only `result.candidates`. */
export interface GenerateInput {
  turn: Turn
  /** What is asked: the visitor's words, or what a follow-up was completed to. */
  question: string
  standalone: string
  /** Words of the turns before that the question leans on. */
  context: readonly string[]
  language: string
  result: SearchResult
  verdict: GateVerdict
  /** When the models must be done, so that there is time left to answer without them; absent: by the turn's own time. */
  deadline?: AbortSignal
  /** Tokens that models wrote in this turn before, out of `maxTokens`. */
  spentTokens?: number
  /** Added to as models are asked, so that their calls are known even when the turn is aborted. */
  calls?: ModelCall[]
}

/** What came of generating: a decision, or nothing usable, and then the extractive answer takes its place. */
export interface Generated {
  decision?: Extract<Decision, { kind: 'answered' | 'refused' | 'handoff' }>
  support: Trace['support']
  models: Trace['models']
}

export interface ResponderParts {
  search: PassageSearch
  /** Absent: a plain threshold on the mixed score. */
  gate?: Gate
  /** All passages of a page in order, so that a quoted list is whole; absent: what the search found. */
  pagePassages?: PagePassages
  /** Answers the company pinned to questions; absent: there are none. */
  pinned?: PinnedSearch
  /** Writes the answer with a language model; absent: extractive answers. */
  generate?: (input: GenerateInput) => Promise<Generated>
  /** Rewrites a follow-up with a language model; `undefined` or a rejection falls back to the rules. */
  rewrite?: (turn: Turn, signal?: AbortSignal) => Promise<{ text?: string; models: Trace['models'] }>
  /** What the bot's language models used on the turn's day; absent: nobody counts, and there is no limit. */
  usedToday?: (turn: Turn) => Promise<ModelUse>
  detectLanguage?: LanguageDetector
  /** Called when the candidates are known, before the gate; for fault tests. */
  onRetrieved?: () => void | Promise<void>
}

/** Answers one turn: looks things up, decides, and changes nothing. */
export interface Responder {
  /**
   * Never throws for an expected cause: an empty knowledge base, a failing model or a message of any content ends in
   * a decision. What does throw is a lost database, or `turn.onSentence` rejecting.
   */
  respond(turn: Turn): Promise<Response>
}

/** Builds the bot from its parts. */
export function createResponder(parts: ResponderParts): Responder {
  return { respond: turn => respond(parts, turn) }
}

async function respond(parts: ResponderParts, turn: Turn): Promise<Response> {
  const language = languageOfTurn(turn, parts.detectLanguage)
  const trace = startTrace(turn.question, language)
  turn.onTrace?.(trace.soFar)
  const time = startTurnTime(turn)
  const quick = await trace.time('understand', () => decideWithoutSearch(turn, language, trace))
  if (quick) return trace.finish(quick)
  trace.budget(await readBudget(turn, parts.usedToday))
  const standalone = await trace.time('standalone', () => standAlone(parts, turn, trace, time))
  const pinned = await trace.time('pinned', () => sayPinned(parts, turn, standalone, language, trace))
  if (pinned) return trace.finish(pinned)
  const vague = standalone.complete ? undefined : whatToAskFirst(turn)
  const asked = standalone.complete ? standalone.text : turn.question
  if (vague) return trace.finish(clarify(vague, language))
  const searched = await trace.time('search', () => searchInContext(parts.search, turn, standalone))
  trace.candidates(searched)
  const { corrections = [] } = searched.query
  const question = withCorrections(asked, corrections)
  const found = withoutPlantedIn(searched)
  await parts.onRetrieved?.()
  const verdict = await judge(parts, turn, found, trace, time)
  if (!verdict.relevant)
    return trace.finish(handedOverOr(withoutAnswer(turn, language), turn, language, trace))
  const result = inRerankedOrder(found, verdict.rerank)
  const unclear =
    findTiedPages(question, result.candidates, absoluteScore) ??
    findUnheardOf(question, turn.history, result.candidates)
  if (unclear) return trace.finish(clarify(unclear, language))
  const decision = await trace.time('answer', () =>
    answer(
      parts,
      {
        ...{ turn, question, standalone: withCorrections(standalone.text, corrections) },
        ...{ context: standalone.context, language, result },
        ...{ verdict, deadline: time.rest(), spentTokens: trace.tokensWritten() },
      },
      trace,
    ),
  )
  return trace.finish(handedOverOr(decision, turn, language, trace))
}

/** What needs no search: what a person must see, misuse, small talk. */
function decideWithoutSearch(turn: Turn, language: string, trace: TraceRecorder): Decision | undefined {
  const texts = botTexts(language)
  const found = findTrigger(turn)
  if (found) return fetchPerson(found, language, trace)
  if (findUnsafe(turn.question)) return refuse('unsafe', turn, language)
  const smalltalk = findSmalltalk(turn.question)
  if (!smalltalk) return undefined
  const text = smalltalk === 'who-are-you' ? texts.whoAreYou : texts[smalltalk]
  return { kind: 'smalltalk', smalltalk, text: fill(text, namesOf(turn)) }
}

/** A refusal may be what fetches a person; a handoff that a model decided on is told in the trace as well. */
function handedOverOr(decision: Decision, turn: Turn, language: string, trace: TraceRecorder): Decision {
  if (decision.kind === 'handoff' && !trace.soFar.handoff)
    trace.handoff({ trigger: decision.reason, by: 'the instructions leave it to people' })
  const found = decision.kind === 'refused' ? findTriggerOfRefusal(turn, decision) : undefined
  return found ? fetchPerson(found, language, trace) : decision
}

function fetchPerson(found: Trigger, language: string, trace: TraceRecorder): Decision {
  trace.handoff(found.trace)
  return handOver(found, language)
}

async function standAlone(
  parts: ResponderParts,
  turn: Turn,
  trace: TraceRecorder,
  time: TurnTime,
): Promise<Standalone> {
  const byRules = makeStandalone(turn.question, turn.history)
  if (!parts.rewrite || usedUp(trace) || turn.history.length === 0) return trace.standalone(byRules)
  const rewritten = await parts.rewrite(turn, time.share(REWRITE_SHARE)).catch(() => undefined)
  if (rewritten) trace.models(rewritten.models)
  turn.signal?.throwIfAborted()
  return trace.standalone(rewritten?.text === undefined ? byRules : rewrittenTo(rewritten.text))
}

function rewrittenTo(text: string): Standalone {
  return { text, leaning: 'none', context: [], complete: true }
}

/** What the company pinned to this question, word for word. A follow-up is looked up as it was completed. */
async function sayPinned(
  { pinned, pagePassages }: ResponderParts,
  turn: Turn,
  standalone: Standalone,
  language: string,
  trace: TraceRecorder,
): Promise<Decision | undefined> {
  if (!pinned || !pagePassages) return undefined
  const asked = standalone.complete ? [turn.question, standalone.text] : [turn.question]
  const found = await findPinned(
    { turn, asked, language },
    { search: pinned, pagePassages: wholePages(pagePassages) },
  )
  if (!found) return undefined
  trace.pinned(found.trace)
  if (!found.decision) return undefined
  const { sentences, citations } = found.decision
  trace.support(sentences.map(({ text }) => ({ text, verdict: 'kept', citations: [1], reason: 'pinned' })))
  for (const [index, sentence] of sentences.entries()) await turn.onSentence?.({ index, sentence, citations })
  return found.decision
}

function whatToAskFirst(turn: Turn): ClarifyQuestion | undefined {
  if (turn.history.length === 0)
    return isTooVague(turn.question) ? { ask: 'moreDetail', options: [] } : undefined
  return findAmbiguousNoun(turn.question, turn.history) ?? findPairedReferent(turn.question, turn.history)
}

/** Asks the gate, with a share of the turn's time for a language model that judges. */
async function judge(
  parts: ResponderParts,
  turn: Turn,
  found: SearchResult,
  trace: TraceRecorder,
  time: TurnTime,
): Promise<GateVerdict> {
  const verdict = await trace.time('gate', () =>
    (parts.gate ?? plainGate)({
      question: found.query.text,
      result: found,
      now: turn.now,
      signal: time.share(JUDGE_SHARE),
      withoutModels: usedUp(trace),
      ...thresholdOf(turn),
    }),
  )
  trace.gate(gateTrace(verdict), verdict.rerank)
  trace.models(verdict.models ?? [])
  turn.signal?.throwIfAborted()
  return verdict
}

function withoutAnswer(turn: Turn, language: string): Decision {
  const lost = findLostReferent(turn.question, turn.history)
  if (lost) return clarify(lost, language)
  return refuse(isChore(turn.question) ? 'out-of-scope' : 'none-relevant', turn, language)
}

async function answer(parts: ResponderParts, input: GenerateInput, trace: TraceRecorder): Promise<Decision> {
  let failed: Trigger | undefined
  if (parts.generate) {
    const { turn, language } = input
    if (!usedUp(trace)) {
      const { decision, models } = await write(parts.generate, input, trace)
      if (decision) return decision
      failed = triggerOfFailure(
        turn,
        models.flatMap(({ failure }) => failure ?? []),
      )
    } else if (turn.settings.limits?.whenUsedUp === 'refuse') return refuse('budget', turn, language)
  }
  const { turn, language, result } = input
  const presented = await extractAnswer({
    workspaceId: turn.workspaceId,
    question: input.question,
    context: input.context,
    result,
    language,
    now: turn.now,
    allowedHosts: turn.settings.allowedLinkHosts,
    pagePassages: parts.pagePassages && wholePages(parts.pagePassages),
  })
  if (!presented && failed) return fetchPerson(failed, language, trace)
  if (!presented) return refuse('none-relevant', turn, language)
  const { frames, ...quoted } = presented
  trace.support(
    quoted.sentences.map(({ text, citations }, at) => {
      const reason = frames.includes(at) ? 'dates of the page' : 'verbatim'
      return { text, verdict: 'kept', citations, reason }
    }),
  )
  // All are known, so they are told at once: whoever stores them can do it in one go.
  await Promise.all(
    quoted.sentences.map((sentence, index) =>
      turn.onSentence?.({
        index,
        sentence,
        citations: quoted.citations.filter(one => sentence.citations.includes(one.number)),
      }),
    ),
  )
  return { kind: 'answered', mode: 'extractive', ...quoted }
}

function usedUp({ soFar }: TraceRecorder): boolean {
  return soFar.budget?.usedUp === true
}

/** Lets a model write; what it was asked is in the trace even when the turn is aborted. */
async function write(
  generate: NonNullable<ResponderParts['generate']>,
  input: GenerateInput,
  trace: TraceRecorder,
): Promise<Generated> {
  const calls: ModelCall[] = []
  const generated = await generate({ ...input, calls }).catch(error => {
    trace.models(modelRows('answer', calls))
    throw error
  })
  trace.support(generated.support)
  trace.models(generated.models)
  return generated
}

/** The neighbours of a passage were not searched, so they may hold what was planted, too. */
function wholePages(pagePassages: PagePassages): PagePassages {
  return async (workspaceId, pageId) =>
    (await pagePassages(workspaceId, pageId)).flatMap(passage => withoutPlanted(passage) ?? [])
}

function clarify(question: ClarifyQuestion, language: string): Decision {
  return { kind: 'clarify', text: botTexts(language)[question.ask], options: question.options }
}

const refusalTexts: Readonly<Record<RefusalReason, keyof BotTexts>> = {
  'none-relevant': 'noneRelevant',
  'not-supported': 'notSupported',
  'out-of-scope': 'outOfScope',
  unsafe: 'unsafe',
  budget: 'budget',
}

/** A refusal in the visitor's language. A person is offered for everything but misuse. */
export function refuse(reason: RefusalReason, turn: Turn, language: string): Decision {
  const text = fill(botTexts(language)[refusalTexts[reason]], namesOf(turn))
  return { kind: 'refused', reason, text, offerPerson: reason !== 'unsafe' }
}

function namesOf({ settings }: Turn): Record<string, string | undefined> {
  const { name, companyName } = settings
  return { bot: name === unnamed ? undefined : name, company: companyName || undefined }
}

function thresholdOf(turn: Turn): { threshold?: number } {
  return turn.settings.gateThreshold === undefined ? {} : { threshold: turn.settings.gateThreshold }
}
