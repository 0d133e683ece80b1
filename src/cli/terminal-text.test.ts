import { expect, test } from 'vitest'
import { terminalText } from './terminal-text.ts'

test('marks of emphasis and code are taken away, words stay', () => {
  expect(terminalText('Go to **Settings**, then _Team_ and press `Add`.')).toBe(
    'Go to Settings, then Team and press Add.',
  )
  expect(terminalText('**[Plans](https://shop.example/plans)** cost 2 * 3 * 4 and snake_case_name')).toBe(
    'Plans (https://shop.example/plans) cost 2 * 3 * 4 and snake_case_name',
  )
  expect(terminalText('<https://a.example> and \\*this\\* and ![a tin](tin.png)')).toBe(
    '<https://a.example> and *this* and a tin (tin.png)',
  )
})

test('a terminal shows strong words and headings in bold', () => {
  expect(terminalText('## How **it** works\nPress **Add**.', true)).toBe(
    '\u001b[1mHow it works\u001b[22m\nPress \u001b[1mAdd\u001b[22m.',
  )
})

test('code is indented and keeps every sign of it', () => {
  expect(terminalText('Run:\n```sh\nnpm i **x**\n```\nDone.')).toBe('Run:\n    npm i **x**\nDone.')
})

test('a page cannot steer the terminal', () => {
  expect(terminalText('red \u001b[31malert\u0007\u009b2J', true)).toBe('red [31malert2J')
})

test('a long line of marks takes no time', () => {
  const began = performance.now()
  for (const sign of ['*', '_', '`', '[', '**a', '![a](', '[a](b'])
    terminalText(sign.repeat(20_000 / sign.length))
  expect(performance.now() - began).toBeLessThan(2_000)
})
