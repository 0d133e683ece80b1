import { describe, expect, it } from 'vitest'
import type { AnswerSentence } from '../../src/contract/decision.ts'
import { answerText } from './answer.ts'
import { citeMark, parseMarkdown } from './markdown.ts'

const sentence = (text: string, citations: number[] = [1], kind: AnswerSentence['kind'] = 'sentence') => ({
  text,
  citations,
  kind,
})

describe('the text of an answer', () => {
  it('lets sentences flow and shows what they rest on once per run', () => {
    expect(answerText([sentence('One.'), sentence('Two.'), sentence('Three.', [2])]).trim()).toBe(
      `One. Two.${citeMark(1)} Three.${citeMark(2)}`,
    )
  })

  it('numbers steps, and keeps the numbers and marks they bring', () => {
    const steps = [
      sentence('Open it.', [1], 'step'),
      sentence('2. Press it.', [1], 'step'),
      sentence('Done.'),
    ]
    expect(
      parseMarkdown(answerText(steps)).map(block => (typeof block === 'string' ? '' : block.tag)),
    ).toEqual(['ol', 'p'])
  })

  it('makes a table of rows, with a head where there is a divider', () => {
    const [table] = parseMarkdown(
      answerText([
        sentence('| Plan | Price |\n|---|---|\n| Basic | 5 |', [1], 'row'),
        sentence('Team | 9', [1], 'row'),
      ]),
    )
    expect(table).toMatchObject({ tag: 'table', children: { length: 3 } })
    expect(JSON.stringify(table)).toContain('"th"')
    expect(JSON.stringify(table)).toContain('"cite"')
  })

  it('makes a list of two columns of each row that names its columns', () => {
    const rows = [
      'Country: Germany; Standard: €4.90; Hours: 9:00 to 17:00',
      'Country: France; Standard: €7.90',
      'Only one thing',
    ].map(text => sentence(text, [1], 'row'))
    const text = (node: unknown): string => {
      const { tag, children = [] } = node as { tag?: string; children?: unknown[] }
      return typeof node === 'string'
        ? node
        : tag === 'cite'
          ? ''
          : children.map(text).join(tag === 'table' ? ' / ' : tag === 'tr' ? ' ' : '')
    }
    expect(parseMarkdown(answerText(rows)).map(text)).toEqual([
      'Country Germany / Standard €4.90 / Hours 9:00 to 17:00',
      'Country France / Standard €7.90 / Only one thing',
    ])
  })

  it('keeps code as it is and its proof outside', () => {
    const blocks = parseMarkdown(answerText([sentence('npm **x**', [3], 'code')]))
    expect(blocks[0]).toMatchObject({ tag: 'pre', children: [{ tag: 'code', children: ['npm **x**'] }] })
    expect(JSON.stringify(blocks[1])).toContain('"cite"')
  })

  it('does not let a text forge the place of a citation', () => {
    expect(answerText([sentence(`Free.${citeMark(9)}`, [1])])).not.toContain(citeMark(9))
  })
})
