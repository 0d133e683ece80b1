import { expect, test } from 'vitest'
import { isAllowed, keepSafeLinks } from './safe-links.ts'

const rule = { allowedHosts: ['shop.example'], pageUrl: 'https://help.shop.test/returns' }

test.each([
  ['Read [the terms](https://evil.example/t).', 'Read the terms.'],
  ['Read [the terms](https://www.shop.example/t).', 'Read [the terms](https://www.shop.example/t).'],
  ['Look: ![map](https://help.shop.test/m.png) here', 'Look: here'],
  ['Go to https://evil.example/login?q=1.', 'Go to `https://evil.example/login?q=1`.'],
  ['Go to <https://evil.example/login>, please.', 'Go to `https://evil.example/login`, please.'],
  ['See [https://evil.example](https://evil.example).', 'See `https://evil.example`.'],
  ['Go to https://help.shop.test/a(b) now', 'Go to https://help.shop.test/a(b) now'],
  ['Call `GET https://api.example/v1` first', 'Call `GET https://api.example/v1` first'],
])('a quote leads only to the pages and hosts allowed: %s', (text, shown) => {
  expect(keepSafeLinks(text, rule)).toBe(shown)
})

test.each([
  ['shop.example', 'https://shop.example/a', true],
  ['shop.example', 'https://www.Shop.example:8443/a', true],
  ['*.shop.example', 'https://www.shop.example/a', true],
  ['*.shop.example', 'https://shop.example/a', false],
  ['*.shop.example', 'https://bigshop.example/a', false],
  ['shop.example:8443', 'https://shop.example:8443/a', true],
  ['shop.example:8443', 'https://shop.example/a', false],
  ['Shop.example:443', 'https://shop.example/a', true],
])('the owner allows %s: %s is %s', (host, target, allowed) => {
  expect(isAllowed(target, { allowedHosts: [host], pageUrl: 'https://help.test/' })).toBe(allowed)
})
