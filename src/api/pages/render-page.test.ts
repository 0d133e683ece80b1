import { describe, expect, test } from 'vitest'
import { renderInline, safeHref } from './render-inline.ts'
import { renderPage } from './render-page.ts'

const at = { start: 0, end: 0, line: 1, endLine: 1 }

describe('a page shown by Careline', () => {
  test('draws the safe subset', () => {
    expect(renderInline('**Bold** and *soft* `code` [link](https://a.example/?a=1&b=2)')).toBe(
      '<strong>Bold</strong> and <em>soft</em> <code>code</code> <a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer nofollow">link</a>',
    )
  })

  test('leaves no tag, handler or script address of the source alive', () => {
    const hostile =
      '<img src=x onerror=alert(1)> [x](javascript:alert(1)) **<script>** `<b>` [a" onclick="x](https://b.example/"onload=1)'
    const html = renderInline(hostile)
    expect(html.replace(/<\/?(strong|em|code|a)( href="[^"<>]*" rel="[a-z ]*")?>/g, '')).not.toMatch(/[<>]/)
    expect(html).not.toContain('javascript:')
  })

  test('links only to web, mail and phone addresses without a password in them', () => {
    expect(safeHref('https://user:pw@evil.example/')).toBeUndefined()
    expect(safeHref(' javascript:alert(1)')).toBeUndefined()
    expect(safeHref('data:text/html,x')).toBeUndefined()
    expect(safeHref('mailto:help@a.example')).toBe('mailto:help@a.example')
    expect(safeHref('#refunds')).toBe('#refunds')
  })

  test('marks headings with their anchors and shows lists, tables and code', () => {
    const html = renderPage(
      {
        title: 'Refunds & <co>',
        language: 'de"x',
        originalUrl: 'javascript:alert(1)',
        effectiveOn: '2026-01-01',
        expiresOn: null,
        blocks: [
          { ...at, kind: 'heading', depth: 1, text: 'Refunds & <co>', anchor: 'refunds' },
          { ...at, kind: 'heading', depth: 2, text: 'Time', anchor: 'time"x' },
          { ...at, kind: 'list', ordered: true, items: [{ text: 'One', depth: 0, number: 1 }] },
          { ...at, kind: 'table', header: ['A', 'B'], rows: [['1', '<2>']] },
          { ...at, kind: 'code', language: 'html', text: '</code><script>' },
        ],
      },
      '/sub',
    )
    expect(html).toContain('<h1 id="refunds">Refunds &amp; &lt;co&gt;</h1>')
    expect(html).toContain('<h2 id="time&quot;x">Time</h2>')
    expect(html).toContain('<td>&lt;2&gt;</td>')
    expect(html).toContain('Valid from 2026-01-01')
    expect(html).toContain('href="/sub/pages.css"')
    expect(html).not.toContain('<script>')
    expect(html).not.toContain('javascript:')
  })

  test('takes a long hostile text in linear time', () => {
    const length = renderInline('*a_'.repeat(50_000)).length + renderInline('[a]('.repeat(50_000)).length
    expect(length).toBeGreaterThan(100_000)
  })
})
