import { createHash } from 'node:crypto'

/** Questions of the same words, whatever their order, case and signs. */
export interface WordGroup {
  key: string
  /** As it was asked last. */
  question: string
  count: number
}

/** What two questions of the same words share; empty for one without words. */
export function wordKey(question: string): string {
  const words =
    question
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  if (words.length === 0) return ''
  return createHash('sha256')
    .update([...new Set(words)].sort().join(' '))
    .digest('hex')
    .slice(0, 16)
}

/** The largest groups of questions, newest given first. */
export function groupByWords(questions: readonly string[], most: number): WordGroup[] {
  const groups = new Map<string, WordGroup>()
  for (const question of questions) {
    const key = wordKey(question)
    if (key === '') continue
    const group = groups.get(key) ?? { key, question: question.slice(0, 300), count: 0 }
    group.count++
    groups.set(key, group)
  }
  return [...groups.values()].sort((one, other) => other.count - one.count).slice(0, most)
}
