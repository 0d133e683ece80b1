import type { AnswerSentence } from '../../src/contract/decision.ts'
import { citeMark, withoutCites } from './markdown.ts'

/**
 * The Markdown of an answer from its checked sentences: sentences flow into one paragraph, steps become a list, table
 * rows a table; one that names its columns a list of two columns, which fits the narrow panel. What they rest on stands after each; in a run that rests on the same passages once, after the last.
 */
export function answerText(sentences: readonly AnswerSentence[]): string {
  let text = ''
  sentences.forEach(({ kind, text: raw, citations }, i) => {
    const next = sentences[i + 1]
    const proof = next?.citations.join() === citations.join() ? '' : citations.map(citeMark).join('')
    const own = withoutCites(raw).trim()
    const isNew = sentences[i - 1]?.kind !== kind || kind === 'code'
    text += isNew ? '\n\n' : kind === 'sentence' ? ' ' : '\n'
    if (kind === 'step') text += (/^([-*+]|\d{1,4}[.)])\s/.test(own) ? '' : '1. ') + own + proof
    else if (kind === 'row') {
      const cells = own.replace(/^\|\s*|\s*\|$/g, '').split('; ')
      const rows = cells.map(cell => cell.replace(/: | – /, ' | ')).join(' |\n| ')
      text += `${cells[1] ? '\n' : ''}| ${rows}${proof} |`
    } else if (kind === 'heading') text += `# ${own.replace(/^#+\s*/, '')}`
    else if (kind === 'code') text += `\`\`\`\n${own.replace(/^```.*\n|\n```$/g, '')}\n\`\`\`\n${proof}`
    else text += own + proof
  })
  return text
}
