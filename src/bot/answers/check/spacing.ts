const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })

/** Digits of other scripts as ours; words of a script without spaces are set apart by one. */
export function spaced(text: string, language: string): string {
  if (language === 'ar') return text.replace(/[٠-٩]/g, digit => String(digit.charCodeAt(0) - 0x660))
  if (language !== 'ja') return text
  const even = text.normalize('NFKC')
  return even
    .replace(/[^\n]+/g, line => [...segmenter.segment(line)].map(({ segment }) => segment).join(' '))
    .replace(/(?<=\d)(?=[^\d\s.,:])|(?<=[^\d\s.,:])(?=\d)/gu, ' ')
    .replace(/(?<=\d) ?([.,:]) ?(?=\d)/g, '$1')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/[かヶカヵケ箇] ?月/g, 'か月')
    .replace(/(時|週|年|日|分) 間/g, '$1間')
    .replace(/営業 日/g, '営業日')
}
