import { chooseRows } from './choose-rows.ts'
import { leansBack } from './opening.ts'
import type { QuestionView } from './score-units.ts'
import { isListed, type Unit } from './units.ts'

/** Words and sentences of the answer to a question about one thing. */
const plain = { words: 60, sentences: 3 }
/** The same where another sentence is nearly as good: the visitor finds the right one among them. */
const unsure = { words: 100, sentences: 6 }
const sure = 0.1
const wholeList = 90
const leadInWords = 40

/**
 * What answers a question about one thing: the sentence that does with its neighbours, the rows of a table that are
 * meant, or a short list whole; with the line that announces it. In reading order.
 */
export function chooseSpot(units: readonly Unit[], best: Unit, view: QuestionView): Unit[] {
  const block = units.filter(unit => unit.block === best.block)
  const core = coreOf(block, best, view)
  return [...leadInTo(units, core), ...core]
}

function coreOf(block: readonly Unit[], best: Unit, view: QuestionView): Unit[] {
  const { kind } = best.sentence
  if (kind === 'row') return chooseRows(block, view) ?? nearestRows(block, best)
  if (kind === 'step') return [...block]
  if (kind === 'item') return wordsIn(block) <= wholeList ? [...block] : bestItems(block, best)
  if (kind === 'code') return [best]
  return sentencesAround(block, best)
}

/** A table whose rows cannot be told apart: all of a small one, of a larger one the best row and those after it. */
function nearestRows(rows: readonly Unit[], best: Unit): Unit[] {
  if (wordsIn(rows) <= 120) return [...rows]
  const kept = [...rows].sort((one, other) => other.score - one.score).slice(0, 4)
  return rows.filter(row => row === best || kept.includes(row))
}

function bestItems(items: readonly Unit[], best: Unit): Unit[] {
  return items.filter(item => item === best || item.score >= 0.9 * best.score).slice(0, 3)
}

/** The best sentence from the beginning of its paragraph when that is near, else from where it can be understood. */
function sentencesAround(block: readonly Unit[], best: Unit): Unit[] {
  const rival = Math.max(0, ...block.filter(unit => unit !== best).map(unit => unit.score))
  const room = best.score - rival >= sure ? plain : unsure
  const at = block.indexOf(best)
  let from = at
  while (from > 0 && leansBack((block[from] as Unit).sentence.text)) from--
  if (at < room.sentences && wordsIn(block.slice(0, at + 1)) <= room.words) from = 0
  let to = at + 1
  while (to < block.length && to - from < room.sentences && wordsIn(block.slice(from, to + 1)) <= room.words)
    to++
  return block.slice(from, to)
}

/** The block before: an announcement of the core, or what its first sentence leans on. */
function leadInTo(units: readonly Unit[], core: readonly Unit[]): Unit[] {
  const [first] = core
  if (!first) return []
  const before = units.filter(unit => unit.block === first.block - 1)
  const last = before.at(-1)
  if (last?.sentence.kind !== 'sentence') return []
  if (isListed(first.sentence.kind) && (last.leadsIn || wordsIn(before) <= 25)) return tailOf(before)
  const startsBlock = units.find(unit => unit.block === first.block) === first
  return startsBlock && leansBack(first.sentence.text) && !last.leadsIn ? tailOf(before) : []
}

/** As many of the last sentences as are quickly read, from one that stands alone. */
function tailOf(block: readonly Unit[]): Unit[] {
  if (wordsIn(block) <= leadInWords) return [...block]
  let from = block.length - 1
  while (from > 0 && leansBack((block[from] as Unit).sentence.text)) from--
  return block.slice(from)
}

function wordsIn(units: readonly Unit[]): number {
  return units.reduce((total, unit) => total + unit.words, 0)
}
