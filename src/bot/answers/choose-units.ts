import type { Asks } from './asks.ts'
import { withoutStubs } from './stubs.ts'
import { isListed, type Unit } from './units.ts'

/** How much an answer may hold, in words. */
export interface Budget {
  /** What it aims at. */
  words: number
  /** What it may take so that a list stays whole. */
  list: number
  /** What a whole list of steps may take. */
  steps: number
}

export const plainBudget: Budget = { words: 120, list: 200, steps: 300 }
/** An answer of this many words may end before a list that does not fit. */
const enough = 25

interface Block {
  units: Unit[]
  words: number
  best: number
  kind: Unit['sentence']['kind']
}

/**
 * Chooses the units of one section that answer. All of a short section; of a longer one whose heading names the
 * question, its beginning; of any other, what stands around its best block. A list of steps is taken whole with the
 * line that announces it, other lists where they nearly fit. Returned in reading order.
 */
export function chooseUnits(
  units: readonly Unit[],
  headingFits: boolean,
  asks: Asks,
  budget: Budget = plainBudget,
): Unit[] {
  const usable = asks.code
    ? [...units]
    : units.filter(unit => unit.sentence.kind !== 'code' || unit.words <= 30)
  if (sum(usable) <= budget.words) return withoutStubs(usable)
  // What is to be done comes first where not all fits.
  const blocks = blocksOf(asks.steps ? withoutAsides(usable) : usable)
  const best = bestBlock(blocks)
  const start = headingFits ? 0 : startOf(blocks, best, budget)
  return withoutStubs(readOn(blocks, start, headingFits ? start : best, asks, budget))
}

function withoutAsides(units: readonly Unit[]): readonly Unit[] {
  const kept = units.filter(unit => !unit.aside)
  return kept.length > 0 ? kept : units
}

function blocksOf(units: readonly Unit[]): Block[] {
  const blocks: Block[] = []
  for (const unit of units) {
    const last = blocks.at(-1)
    if (last && last.units[0]?.block === unit.block) last.units.push(unit)
    else blocks.push({ units: [unit], words: 0, best: 0, kind: unit.sentence.kind })
  }
  for (const block of blocks) {
    block.words = sum(block.units)
    block.best = Math.max(...block.units.map(unit => unit.score))
  }
  return blocks
}

function bestBlock(blocks: readonly Block[]): number {
  let best = 0
  for (const [at, block] of blocks.entries()) if (block.best > (blocks[best]?.best ?? 0)) best = at
  return best
}

/** Where to begin so that the best block is reached: the section's start when near, else what announces the block. */
function startOf(blocks: readonly Block[], best: number, budget: Budget): number {
  const before = sum(blocks.slice(0, best).flatMap(block => block.units))
  const steps = blocks[best]?.kind === 'step'
  if (!steps && before + Math.min(60, blocks[best]?.words ?? 0) <= budget.words * 0.7) return 0
  return leadInOf(blocks, best)
}

function leadInOf(blocks: readonly Block[], at: number): number {
  const before = blocks[at - 1]
  const last = before?.units.at(-1)
  if (!before || !last) return at
  if (last.leadsIn) return at - 1
  return isListed(blocks[at]?.kind ?? 'sentence') && before.words <= 30 && before.kind === 'sentence'
    ? at - 1
    : at
}

/** Reads on from block `start` for as long as the budget lasts; block `must` is in for certain. */
function readOn(blocks: readonly Block[], start: number, must: number, asks: Asks, budget: Budget): Unit[] {
  const taken: Unit[] = []
  let words = 0
  for (let at = start; at < blocks.length; at++) {
    const block = blocks[at] as Block
    const room = roomFor(block, words, asks, budget)
    // Half a list looks whole to the reader: where it cannot be, the answer ends before it.
    if (block.kind === 'item' && block.words > room && at > must && words >= enough) break
    const part = partOf(block, room, at === must)
    taken.push(...part)
    words += sum(part)
    if (part.length < block.units.length && at >= must) break
    if (words >= budget.words && at >= must && !taken.at(-1)?.leadsIn) break
  }
  return taken
}

function roomFor(block: Block, words: number, asks: Asks, budget: Budget): number {
  if (block.kind === 'step' && words + block.words <= budget.steps) return block.words
  if (block.kind === 'item' && words + block.words <= budget.list) return block.words
  if (
    block.kind === 'code' &&
    (asks.code || (asks.steps && block.words <= 30)) &&
    words + block.words <= budget.list
  )
    return block.words
  return budget.words - words
}

/** What of a block fits: of a table its best rows; of a list its beginning; of a paragraph the run around its best. */
function partOf(block: Block, room: number, must: boolean): Unit[] {
  if (block.words <= room) return block.units
  if (block.kind === 'row') return bestLines(block.units, Math.max(room, must ? 60 : 0))
  if (block.kind === 'item' || block.kind === 'step') return firstOf(block.units, room)
  const fitting = firstOf(block.units, room)
  if (!must || fitting.length === 0)
    return must && fitting.length === 0 ? bestLines(block.units, Math.max(room, 50)) : fitting
  const best = block.units.reduce((one, other) => (other.score > one.score ? other : one))
  if (fitting.includes(best)) return fitting
  return firstOf(block.units.slice(block.units.indexOf(best)), Math.max(room, best.words))
}

function firstOf(units: readonly Unit[], room: number): Unit[] {
  let words = 0
  for (const [at, unit] of units.entries()) {
    words += unit.words
    if (words > room) return units.slice(0, at)
  }
  return [...units]
}

function bestLines(units: readonly Unit[], room: number): Unit[] {
  const taken = new Set<Unit>()
  let words = 0
  for (const unit of [...units].sort((one, other) => other.score - one.score)) {
    if (taken.size > 0 && words + unit.words > room) continue
    taken.add(unit)
    words += unit.words
  }
  return units.filter(unit => taken.has(unit))
}

function sum(units: readonly Unit[]): number {
  return units.reduce((total, unit) => total + unit.words, 0)
}
