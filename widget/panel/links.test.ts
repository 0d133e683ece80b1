import { describe, expect, it } from 'vitest'
import { citationLink, safeLink } from './links.ts'

const hosts = ['www.shop.example', 'help.shop.example']

describe('a link in an answer', () => {
  it.each([
    ['https://help.shop.example/a?b#c', 'https://help.shop.example/a?b#c'],
    ['HTTPS://HELP.SHOP.EXAMPLE/a', 'https://help.shop.example/a'],
    ['http://www.shop.example', 'http://www.shop.example/'],
    ['mailto:care@shop.example', 'mailto:care@shop.example'],
    ['mailto:care@help.shop.example?subject=secret', 'mailto:care@help.shop.example'],
  ])('%s opens', (text, href) => {
    expect(safeLink(text, hosts)).toBe(href)
  })

  it.each([
    'https://evil.example/',
    'https://shop.example@evil.example/',
    'https://help.shop.example@evil.example/',
    'https://me:pass@help.shop.example/',
    'https://help.shop.example.evil.example/',
    '//help.shop.example/a',
    '/a',
    '',
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'blob:https://help.shop.example/1',
    'file:///etc/passwd',
    'tel:+1900',
    'sms:900&body=x',
    'vbscript:x',
    'intent://x#Intent;end',
    'mailto:care@evil.example',
    'mailto:care@evilshop.example',
    'mailto:care@shop.example,spy@evil.example',
    'mailto:care@shop.example%0abcc:spy@evil.example',
    'mailto:care@shop.example&bcc=spy@evil.example',
  ])('%s stays text', text => {
    expect(safeLink(text, hosts)).toBeUndefined()
  })
})

describe('the address of a citation', () => {
  it('may be relative to the server and keeps its anchor', () => {
    expect(citationLink('pages/p1#refunds', 'https://chat.example/sub/')).toBe(
      'https://chat.example/sub/pages/p1#refunds',
    )
  })
  it('is only ever http(s)', () => {
    expect(citationLink('javascript:alert(1)', 'https://chat.example/')).toBeUndefined()
    expect(citationLink('https://a@b.example/', 'https://chat.example/')).toBeUndefined()
    expect(citationLink('http://[', 'https://chat.example/')).toBeUndefined()
  })
})
