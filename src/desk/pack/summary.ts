import type { HandoffPack } from '../../contract/desk-api.ts'
import { countWords, cutToWords } from './count-words.ts'
import { type PackTexts, packTexts } from './texts.ts'

/** As many words as are taken in at a glance. */
export const SUMMARY_WORDS = 60
/** What the need, a title and a question that found nothing keep at least. */
const NEED_WORDS = 10
const TITLE_WORDS = 5
const QUESTION_WORDS = 7

type Parts = Pick<HandoffPack, 'need' | 'identifiers' | 'sources' | 'tried' | 'language'>

/**
 * The need, what was given, the pages the bot answered from and what it found nothing on, in at most sixty words. What
 * is given comes first when room is short: it can be looked up and nothing else replaces it.
 */
export function summarise(pack: Parts): string {
  const texts = packTexts(pack.language)
  const need = (words: number) =>
    pack.need ? `${texts.wants}: ${cutToWords(pack.need, words)}` : texts.wantsUnknown
  const rest = fitting(
    [...leaner(pack, texts)].map(parts => parts.filter(Boolean).join(' ')),
    SUMMARY_WORDS - countWords(need(NEED_WORDS)),
  )
  const room = SUMMARY_WORDS - countWords(rest) - countWords(`${texts.wants}:`)
  return [closed(need(Math.max(room, NEED_WORDS))), rest].filter(Boolean).join(' ')
}

/** The other parts, each time with less of them. */
function* leaner({ identifiers, sources, tried }: Parts, texts: PackTexts): Generator<string[]> {
  const values = identifiers.map(({ value }) => value)
  const titles = sources.map(({ title }) => title)
  const asked = (outcome: string) =>
    tried.filter(one => one.outcome === outcome).map(({ question }) => question)
  const parts = (most: { values: number; titleWords: number; questionWords: number; questions: number }) => [
    listed(texts.gave, values, most.values),
    listed(
      texts.answered,
      titles.map(title => cutToWords(title, most.titleWords)),
      titles.length,
    ),
    listed(texts.refused, short(asked('refused'), most), most.questions),
    listed(texts.askedBack, short(asked('asked-back'), most), most.questions),
    asked('failed').length > 0 ? `${texts.failed}.` : '',
  ]
  const all = { values: values.length, titleWords: TITLE_WORDS, questionWords: QUESTION_WORDS, questions: 3 }
  yield parts(all)
  yield parts({ ...all, questions: 2 })
  yield parts({ ...all, questions: 1 })
  yield parts({ ...all, questions: 1, questionWords: 3, titleWords: 3 })
  for (let most = values.length - 1; most >= 0; most--)
    yield parts({ values: most, questions: 1, questionWords: 3, titleWords: 2 })
  yield []
}

const short = (questions: readonly string[], { questionWords }: { questionWords: number }) =>
  [...new Set(questions)].reverse().map(question => `“${cutToWords(question, questionWords)}”`)

/** `Gave: a, b (+2).`; nothing when there is nothing. */
function listed(label: string, values: readonly string[], most: number): string {
  if (values.length === 0) return ''
  const left = values.length - most
  return `${label}: ${values.slice(0, most).join(', ')}${left > 0 ? ` (+${left})` : ''}.`
}

function fitting(candidates: readonly string[], words: number): string {
  return candidates.find(text => countWords(text) <= words) ?? ''
}

const closed = (text: string) => (/[.!?…。？！؟]$/u.test(text) ? text : `${text}.`)
