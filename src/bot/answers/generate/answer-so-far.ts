import type { AnswerSentence, Citation, Decision } from '../../../contract/decision.ts'
import type { Candidate } from '../../../knowledge/index.ts'
import type { GenerateInput } from '../../respond.ts'
import type { Trace } from '../../respond-types.ts'
import { checkSentence, type Evidence, readEvidence, webAddressesIn } from '../check/index.ts'
import { dateFrame } from '../dates.ts'
import { citePassage } from '../present.ts'
import { isAllowed, keepSafeLinks } from '../safe-links.ts'
import { noAnswer } from './prompt.ts'
import type { Draft } from './read-sentences.ts'
import { startTelling } from './told.ts'

/** An answer as it grows: only what its sources support gets in and out to the visitor. */
export interface AnswerSoFar {
  /**
   * Checks one sentence and lets it out when it holds. What was said before, in these words or others (by a model
   * that was cut off), is passed over and noted.
   */
  offer(draft: Draft): Promise<void>
  /** The sentences turned away that a model may say better, until `mending` begins. */
  dropped(): { text: string; reason: string }[]
  mending(): void
  /** `undefined` while nothing got in. */
  decision(): Extract<Decision, { kind: 'answered' }> | undefined
  support: Trace['support']
}

/** An empty answer over the sources a model was shown, numbered from 1. */
export function startAnswer(input: GenerateInput, sources: readonly Candidate[]): AnswerSoFar {
  const evidence = new Map<number, Evidence>()
  const sentences: AnswerSentence[] = []
  const citations: Citation[] = []
  const support: Trace['support'] = []
  const seen = new Set<string>()
  const told = startTelling()
  const framed = new Set<string>()
  let turnedAway: { text: string; reason: string }[] = []
  let mended = false
  let text = ''

  const allowedHosts = input.turn.settings.allowedLinkHosts
  /** An address is refused even where a page holds it: the page may be what was tampered with. */
  const leadsAway = (said: string, cited: readonly Evidence[]): boolean =>
    webAddressesIn(said).some(found => {
      const target = found.includes('//') ? found : `https://${found}`
      return !cited.some(({ passage }) => isAllowed(target, { allowedHosts, pageUrl: passage.url }))
    })
  const sourceOf = (number: number): Evidence | undefined => {
    const source = sources[number - 1]
    if (!source) return undefined
    if (!evidence.has(number)) evidence.set(number, readEvidence(source.passage))
    return evidence.get(number)
  }
  const cite = ({ passage }: Evidence, quote: string): number => {
    const known = citations.find(one => one.passageId === passage.id)
    if (known) return known.number
    const number = citations.length + 1
    citations.push(citePassage(passage, number, stretchOf(passage.text, quote)))
    return number
  }
  const letOut = async (sentence: AnswerSentence): Promise<void> => {
    const index = sentences.push(sentence) - 1
    text += (text === '' ? '' : sentence.kind === 'step' ? '\n' : ' ') + sentence.text
    await input.turn.onSentence?.({
      index,
      sentence,
      citations: citations.filter(one => sentence.citations.includes(one.number)),
    })
  }
  /** "According to our policy (effective ...):" once a page, in front of its first sentence. */
  const frame = async ({ passage }: Evidence, number: number): Promise<void> => {
    if (framed.has(passage.pageId)) return
    framed.add(passage.pageId)
    const line = dateFrame(passage, input.language, input.turn.now)
    if (line) await letOut({ text: line, citations: [number], kind: 'sentence' })
  }
  const note = (
    said: string,
    verdict: Trace['support'][number]['verdict'],
    reason: string,
    cited: number[],
  ): void => void support.push({ text: said, verdict, citations: cited, reason })

  return {
    support,
    async offer(draft) {
      const key = keyOf(draft.text)
      if (draft.text.includes(noAnswer)) return
      if (key !== '' && seen.has(key)) return note(draft.text, 'dropped', 'offered before', [])
      seen.add(key)
      const cited = draft.cited.map(sourceOf)
      const known = cited.filter(one => one !== undefined)
      const checked =
        known.length < cited.length
          ? { supported: false as const, reason: 'cites a source that was not given' }
          : leadsAway(draft.text, known)
            ? { supported: false as const, reason: 'leads to a host that is not allowed' }
            : checkSentence(draft.text, known)
      if (!checked.supported) {
        note(draft.text, 'dropped', checked.reason, [])
        if (!mended) turnedAway.push({ text: draft.text, reason: checked.reason })
        return
      }
      if (told.knows(checked.rests)) return note(draft.text, 'dropped', 'told before in other words', [])
      told.add(checked.rests)
      const first = known[0] as Evidence
      const numbers = known.map(one => cite(one, one === first ? checked.quote : ''))
      for (const [at, one] of known.entries()) await frame(one, numbers[at] as number)
      const clean = keepSafeLinks(draft.text, { allowedHosts, pageUrl: first.passage.url })
      note(draft.text, mended ? 'rewritten' : 'kept', 'in the cited text', numbers)
      const kind = /^(?:[-*+•]|\d+[.)])\s/.test(clean) ? 'step' : 'sentence'
      await letOut({ text: clean, citations: [...new Set(numbers)], kind })
    },
    dropped: () => turnedAway,
    mending() {
      mended = true
      turnedAway = []
    },
    decision() {
      if (sentences.length === 0) return undefined
      return { kind: 'answered', mode: 'generated', text, sentences, citations }
    },
  }
}

/** A sentence without its punctuation and marks: letters of every script, digits, signs and currencies stay. */
function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/-(?!\d)|(?<=\p{L})-|[^\p{L}\p{M}\p{N}\p{Sc}\p{Sm}-]+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** Where a quote stands, whatever white space it was read with; else the whole text. */
function stretchOf(text: string, quote: string): { start: number; end: number } {
  const start = text.indexOf(quote)
  if (start >= 0) return { start, end: start + quote.length }
  const places = [...text.matchAll(/\S/g)].map(({ index }) => index)
  const bare = quote.replace(/\s+/g, '')
  const at = text.replace(/\s+/g, '').indexOf(bare)
  const [from, to] = [places[at], places[at + bare.length - 1]]
  return from === undefined || to === undefined
    ? { start: 0, end: text.length }
    : { start: from, end: to + 1 }
}
