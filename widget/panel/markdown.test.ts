import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citeMark, type Markup, parseInline, parseMarkdown } from './markdown.ts'

/** A tree as short text: `p(a strong(b))`. */
const brief = (nodes: readonly Markup[]): string =>
  nodes
    .map(node =>
      typeof node === 'string'
        ? node
        : `${node.tag}${node.to === undefined ? '' : `[${node.to}]`}(${brief(node.children)})`,
    )
    .join('')

const words = (nodes: readonly Markup[]): string =>
  nodes.map(node => (typeof node === 'string' ? node : words(node.children))).join('')

describe('Markdown inside a paragraph', () => {
  it.each([
    ['plain words', 'plain words'],
    ['**bold** and *slanted*', 'strong(bold) and em(slanted)'],
    ['__bold__ and _slanted_', 'strong(bold) and em(slanted)'],
    ['**a *b* c**', 'strong(a em(b) c)'],
    ['a snake_case_name stays', 'a snake_case_name stays'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['an **open end', 'an **open end'],
    ['`a **b** <c>`', 'code(a **b** <c>)'],
    ['``a`b``', 'code(a`b)'],
    ['a ` alone', 'a ` alone'],
    ['\\*not\\* slanted', '*not* slanted'],
    ['one  \ntwo', 'one  br()two'],
    ['one\\\ntwo', 'onebr()two'],
    ['[words](https://a.example/x)', 'a[https://a.example/x](words)'],
    ['[words](<https://a.example/x> "title")', 'a[https://a.example/x](words)'],
    ['[w](https://a.example/x_(y))', 'a[https://a.example/x_(y)](w)'],
    ['see https://a.example/b_c, now', 'see a[https://a.example/b_c](https://a.example/b_c), now'],
    ['[only brackets] here', '[only brackets] here'],
    ['a] b', 'a] b'],
    ['![alt](https://a.example/i.png)', 'a[https://a.example/i.png](alt)'],
    ['<b>bold</b>', '<b>bold</b>'],
    ['&lt;b&gt;', '&lt;b&gt;'],
    ['[text][ref]', '[text][ref]'],
  ])('%s', (source, expected) => {
    expect(brief(parseInline(source))).toBe(expected)
  })

  it('marks the place of a citation', () => {
    expect(brief(parseInline(`Five days.${citeMark(2)}`))).toBe('Five days.cite(2)')
  })
})

describe('Markdown blocks', () => {
  it.each([
    ['one\n\ntwo', 'p(one)p(two)'],
    ['# Title\ntext', 'p(strong(Title))p(text)'],
    ['- a\n- b\n\nc', 'ul(li(a)li(b))p(c)'],
    ['3. a\n4. b', 'ol(li(a)li(b))'],
    ['- a\n  - b\n- c', 'ul(li(aul(li(b)))li(c))'],
    ['1. a\n\n2. b', 'ol(li(a)li(b))'],
    ['```js\n<x> **y**\n```\nz', 'pre(code(<x> **y**))p(z)'],
    ['```\nnever closed', 'pre(code(never closed))'],
    ['> said\n> so', 'blockquote(p(said\nso))'],
    ['| a | b |\n|---|:-:|\n| 1 | **2** |', 'table(tr(th(a)th(b))tr(td(1)td(strong(2))))'],
    ['| a | b |', 'table(tr(td(a)td(b)))'],
    ['| a \\| b | c |', 'table(tr(td(a | b)td(c)))'],
    ['<script>alert(1)</script>', 'p(<script>alert(1)</script>)'],
  ])('%s', (source, expected) => {
    expect(brief(parseMarkdown(source))).toBe(expected)
  })

  it('starts a list at the number it was given', () => {
    expect(parseMarkdown('7. a')[0]).toMatchObject({ tag: 'ol', start: 7 })
  })

  it('reads lists nested past its depth as text, not for ever', () => {
    const source = Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')
    expect(words(parseMarkdown(source)).match(/x/g)).toHaveLength(60)
  })
})

describe('whatever the text', () => {
  it('loses no letter or digit of a paragraph and gives only known elements', () => {
    const alphabet = fc.constantFrom(
      ...'ab1 *_`[]()!<>\\#|~-\n"'.split(''),
      'https://a.example/',
      '](',
      '**',
      '![',
      '](x)',
    )
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 60 }), pieces => {
        const source = pieces.join('')
        const found = words(parseInline(source))
        const ends = [...source.matchAll(/\]\(([^)]*)\)/g)].map(match => match[1]).join('')
        const count = (text: string, of: RegExp) => text.match(of)?.length ?? 0
        // Of the letters only those of link targets may be missing.
        expect(count(found, /[ab1]/g)).toBeGreaterThanOrEqual(count(source, /[ab1]/g) - count(ends, /[ab1]/g))
      }),
      { numRuns: 2000 },
    )
  })

  const hard: Record<string, string> = {
    'stars and underscores': '*a_'.repeat(7000),
    'open brackets': '['.repeat(20_000),
    'brackets that never become links': '[a]('.repeat(5000),
    'closing brackets': '](x'.repeat(7000),
    backticks: Array.from({ length: 190 }, (_, i) => '`'.repeat(i + 1)).join(' '),
    spaces: `${' '.repeat(20_000)}x`,
    'spaces before a line end': `${' '.repeat(10_000)}\n`.repeat(2),
    quotes: '> '.repeat(8000),
    'list marks': '- '.repeat(8000),
    'a table of bars': '|'.repeat(20_000),
    'rows of dashes': `|${'-|'.repeat(9000)}x`,
    'escaped bars': '\\|'.repeat(10_000),
    'a long address': `https://${'a'.repeat(20_000)}`,
    'many lines of nothing': '- \n'.repeat(7000),
    'image marks': '!['.repeat(10_000),
    'a heading of marks': `# ${'#'.repeat(20_000)}`,
    'nested emphasis': '*'.repeat(20_000),
  }
  it.each(Object.entries(hard))('reads 20,000 characters of %s within 100 ms', (_, source) => {
    // The best of three, so that a machine busy with other things does not count.
    const times = [1, 2, 3].map(() => {
      const started = performance.now()
      parseMarkdown(source)
      return performance.now() - started
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })
})
