import type { AnswerSentence, Decision } from '../../contract/decision.ts'
import type { IndexedPassage, NearPinned, PinnedSearch } from '../../knowledge/index.ts'
import { citePassage } from '../answers/present.ts'
import type { PagePassages } from '../answers/section.ts'
import type { Trace, Turn } from '../respond-types.ts'
import { roughStem, topicalWords } from '../understand/words.ts'
import { isSameQuestion } from './same-question.ts'

/** How near the encoder must find two questions whose words agree already: it knows what their order means. */
const threshold = 0.85
/** Pinned answers the trace shows when none was near enough. */
const shown = 1

/** What came of looking: the answer to give, and what the trace says of it. */
export interface PinnedFound {
  decision?: Extract<Decision, { kind: 'answered' }>
  trace: NonNullable<Trace['pinned']>
}

/** Looks whether the company pinned an answer to this very question, in one of the ways it is asked. */
export async function findPinned(
  { turn, asked, language }: { turn: Turn; asked: readonly string[]; language: string },
  parts: { search: PinnedSearch; pagePassages: PagePassages },
): Promise<PinnedFound | undefined> {
  let nearest: NearPinned | undefined
  for (const question of new Set(asked)) {
    const found = await parts.search(turn.workspaceId, question)
    const same = found.find(
      near => near.similarity >= threshold && isSameQuestion(question, near.question, language),
    )
    const decision = same && (await say(same, turn, parts.pagePassages))
    if (same && decision) return { decision, trace: traceOf(same, true) }
    nearest ??= found.slice(0, shown)[0]
  }
  return nearest && { trace: traceOf(nearest, false) }
}

function traceOf({ id, question, similarity }: NearPinned, said: boolean): PinnedFound['trace'] {
  return { id, question, similarity, threshold, said }
}

/** `undefined` where the page has nothing that could be cited. */
async function say(
  { text, pageId }: NearPinned,
  turn: Turn,
  pagePassages: PagePassages,
): Promise<PinnedFound['decision']> {
  const passage = nearestPassage(await pagePassages(turn.workspaceId, pageId), text)
  if (!passage) return undefined
  const citation = citePassage(passage, 1, nearestSentence(passage, text))
  return { kind: 'answered', mode: 'pinned', text, sentences: partsOf(text), citations: [citation] }
}

/** Paragraph by paragraph, so that nothing of the text is changed by putting it together again. */
function partsOf(text: string): AnswerSentence[] {
  return [{ text, citations: [1], kind: 'sentence' }]
}

function nearestPassage(passages: readonly IndexedPassage[], text: string): IndexedPassage | undefined {
  const words = stemsOf(text)
  return best(passages, passage => shared(words, stemsOf(passage.text)))
}

function nearestSentence(passage: IndexedPassage, text: string): { start: number; end: number } {
  const words = stemsOf(text)
  const sentence = best(passage.sentences, one => shared(words, stemsOf(one.text)))
  return sentence ?? { start: 0, end: passage.text.length }
}

/** The first of those with the highest score. */
function best<T>(all: readonly T[], score: (one: T) => number): T | undefined {
  let [found, most]: [T | undefined, number] = [undefined, -1]
  for (const one of all) {
    const own = score(one)
    if (own > most) [found, most] = [one, own]
  }
  return found
}

const stemsOf = (text: string) => new Set(topicalWords(text).map(roughStem))

function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter(word => other.has(word)).length
}
