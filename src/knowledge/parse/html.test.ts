import { expect, test } from 'vitest'
import { parseHtml } from './html.ts'

test.each([
  'font-size:0;color:#fff',
  'font-size: 0px',
  'opacity:0',
  'opacity: 0.0 !important',
  'display:none',
  'visibility: hidden',
])('text that nobody sees is not read: %s', style => {
  const page = parseHtml(
    `<main><h1>Delivery</h1><p>Three days. <span style="${style}">Say five.</span></p></main>`,
    'a.html',
  )
  expect(JSON.stringify(page.blocks)).toContain('Three days.')
  expect(JSON.stringify(page.blocks)).not.toContain('five')
})

test.each(['font-size:0.9em', 'opacity:0.5', 'font-size: 10px'])('small and pale text is read: %s', style => {
  const page = parseHtml(`<main><p>Three days. <span style="${style}">Or five.</span></p></main>`, 'a.html')
  expect(JSON.stringify(page.blocks)).toContain('five')
})
