import type { Clause, Statement } from './claims.ts'
import { verbAt } from './segments.ts'
import { sameIdea, type Word } from './words.ts'

/** Whether the draft gives to one what the source says of another: the sides of a verb swapped, or two halves mixed. */
export function rolesDiffer(draft: Statement, own: Statement): string | undefined {
  if (own.cells) return undefined
  const turned = fixedOrder.has(own.whole.language) ? turnedRound(draft.whole, own.whole) : undefined
  return turned ?? mixed(draft.whole, own)
}

/** Languages in which what acts stands in front of the verb and what is acted on behind it. */
const fixedOrder = new Set(['en', 'fr', 'es', 'it', 'pt'])

/** "Porto ships to Lisbon" for "Lisbon ships to Porto": what stood before the word stands behind it, and the other way. */
function turnedRound(draft: Clause, source: Clause): string | undefined {
  for (const [at, verb] of draft.words.entries()) {
    if (
      /^\p{Lu}/u.test(verb.raw) ||
      verb.lower.length < 3 ||
      auxiliary.test(verb.lower) ||
      nounMarks.test(verb.lower)
    )
      continue
    const there = source.words.filter(({ stem }) => stem === verb.stem)
    if (there.length !== 1 || draft.words.filter(({ stem }) => stem === verb.stem).length !== 1) continue
    const place = source.words.indexOf(there[0] as Word)
    if (isNoun(draft.words[at - 1]) || isNoun(source.words[place - 1])) continue
    // "The practical test": behind the same word in both stands a noun.
    if (
      draft.content.some(
        ({ stem, at: from }) => from === draft.words[at - 1]?.at && stem === source.words[place - 1]?.stem,
      )
    )
      continue
    if (isPassive(draft.words, at) !== isPassive(source.words, place)) continue
    const ahead = source.words.slice(0, place)
    const behind = source.words.slice(place + 1)
    const among = (words: readonly Word[], word: Word) => words.some(({ stem }) => stem === word.stem)
    const moved = (from: readonly Word[], to: readonly Word[], stay: readonly Word[]) =>
      from.some(word => draft.content.includes(word) && among(to, word) && !among(stay, word))
    const [front, back] = [draft.words.slice(0, at), draft.words.slice(at + 1)]
    if (moved(front, behind, ahead) && moved(back, ahead, behind)) return `turned round: ${verb.raw}`
  }
  return undefined
}

const auxiliary =
  /^(?:is|are|was|were|been|can|may|must|will|shall|should|would|could|has|have|had|does|not|only|est|sont|peut|peuvent|doit|son|puede|pueden|debe|può|possono|deve|pode|podem)$/u

/** Behind such a word stands a noun, on which nothing turns. */
function isNoun(before: Word | undefined): boolean {
  return before === undefined || /\d/.test(before.lower) || nounMarks.test(before.lower)
}

const nounMarks =
  /^(?:and|or|the|an?|of|on|by|to|for|with|in|at|from|your|our|et|ou|le|la|les|de|des|du|un|une|y|o|el|los|las|del|e|ed|il|lo|gli|i|di|per|con|por|para|um|uma|do|da|os|as|no|na)$/u

const being =
  /^(?:is|are|was|were|be|been|being|get|gets|wird|werden|wurde|ist|sind|est|sont|es|son|se|è|sono|viene|vengono|é|são|wordt|worden|zijn|jest|są)$/u
const agent = /^(?:by|von|durch|par|por|da|dal|dalla|dai|door|przez|tarafından)$/u

function isPassive(words: readonly Word[], at: number): boolean {
  return (
    words.slice(Math.max(0, at - 3), at).some(({ lower }) => being.test(lower)) ||
    words.slice(at + 1, at + 3).some(({ lower }) => agent.test(lower))
  )
}

interface Piece {
  subject: readonly Word[]
  words: readonly Word[]
}

/** "Ben handles returns" for "Anna handles returns and Ben handles repairs". */
function mixed(draft: Clause, own: Statement): string | undefined {
  const pieces = piecesOf(own.whole)
  if (pieces.length < 2) return undefined
  const drafted = piecesOf(draft)
  const parts = drafted.length > 1 ? drafted : [{ words: draft.words, subject: subjectOf(draft) }]
  for (const part of parts) {
    const strange = strangeIn(part, draft, pieces)
    if (strange) return `said of something else: ${strange.raw}`
  }
  return undefined
}

/** A word that the source has only in pieces about something that the part does not name. */
function strangeIn(part: Piece, draft: Clause, pieces: readonly Piece[]): Word | undefined {
  const { subject } = part
  if (subject.length === 0) return undefined
  if (!pieces.some(piece => subject.every(word => holds(piece.subject, word)))) {
    // "Mr Adeyemi" of Ms Adeyemi and Mr Lindqvist.
    const known = subject.every(word => pieces.some(piece => holds(piece.subject, word)))
    return known ? subject[0] : undefined
  }
  const others = pieces.filter(piece => !piece.subject.some(word => holds(part.words, word)))
  return part.words.find(
    word =>
      draft.content.includes(word) &&
      !subject.includes(word) &&
      others.some(piece => holds(piece.words, word)) &&
      !pieces.some(piece => !others.includes(piece) && holds(piece.words, word)),
  )
}

function holds(words: readonly Word[], word: Word): boolean {
  return words.some(other => other.stem === word.stem || sameIdea(other, word))
}

/** The stretches of a sentence that have what they are about in front of a verb or begin with a name. */
function piecesOf({ text, words, content }: Clause): Piece[] {
  const starts = [
    0,
    ...[
      ...text.matchAll(
        /[,;]\s|\s(?=(?:and|but|while|whereas|und|aber|während|et|mais|y|pero|e|ma|mas|en|maar|i|a|ale|ve|ama)\s)/giu,
      ),
    ].map(({ index }) => index + 1),
  ]
  const pieces = starts.map((from, index) => {
    const to = starts[index + 1] ?? text.length
    const part = words.filter(({ at }) => at >= from && at < to)
    return { words: part, subject: subjectIn(part, content, text.slice(from, to), from) }
  })
  return pieces.every(({ subject, words: part }) => subject.length > 0 && part.length >= 3) ? pieces : []
}

function subjectOf({ text, words, content }: Clause): readonly Word[] {
  return subjectIn(words, content, text, 0)
}

const joint = /^(?:and|but|while|whereas|und|aber|während|et|mais|y|pero|e|ma|mas|en|maar|i|a|ale|ve|ama)$/u

function subjectIn(
  part: readonly Word[],
  content: readonly Word[],
  text: string,
  from: number,
): readonly Word[] {
  const verb = verbAt(text, part[0]?.language ?? 'en')
  const before =
    verb === undefined ? [] : part.filter(word => word.at < from + verb && content.includes(word))
  if (before.length > 0) return before
  const rest = part.filter(({ lower }) => !joint.test(lower))
  const end = rest.findIndex(({ raw }) => !/^\p{Lu}/u.test(raw))
  const name = end < 1 ? [] : rest.slice(0, end)
  return name.every(word => content.includes(word)) ? name : []
}
