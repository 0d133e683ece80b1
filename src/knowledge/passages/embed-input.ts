/** What the encoder is given for a passage: title, heading path and the text without Markdown's marks. */
export function passageInput(title: string, headingPath: readonly string[], text: string): string {
  return [title, headingPath.join(' > '), withoutMarks(text)].filter(Boolean).join('\n')
}

/** What the encoder is given for a sentence: the page's title tells what "it" is. */
export function sentenceInput(title: string, sentence: string): string {
  return `${title}: ${withoutMarks(sentence)}`
}

/** Markdown of the safe subset as plain words: link targets, emphasis and code marks taken off. */
export function withoutMarks(text: string): string {
  return text
    .replace(/\[([^\][]{1,1000})\]\([^()\s]{1,2000}\)/g, '$1')
    .replace(/^(?:```|~~~)[\w+#-]{0,40}$/gm, '')
    .replace(/\*\*|`/g, '')
    .replace(/(^|[\s(])\*(\S[^*\n]{0,300})\*(?=$|[\s).,;:!?])/g, '$1$2')
    .replace(/\n{2,}/g, '\n')
    .trim()
}
