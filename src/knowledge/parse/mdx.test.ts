import { expect, test } from 'vitest'
import { parseMarkdown } from './markdown.ts'

/** The text of a page as a reader sees it, block by block. */
function read(source: string, path = 'page.mdx'): string[] {
  return parseMarkdown(source, path).blocks.flatMap(block => {
    if (block.kind === 'table') return block.rows.map(row => row.join(' | '))
    if (block.kind === 'list') return block.items.map(({ text }) => text)
    return [block.text]
  })
}

test('constants that a page exports are read where they are used', () => {
  expect(
    read(
      `export const price = '4 €'\nexport const days = 30;\nexport const note = "it's new"\n\nA tin costs {price}, for {days} days, {note}.`,
    ),
  ).toEqual(["A tin costs 4 €, for 30 days, it's new."])
})

test('constants are read in templates, tables of HTML and attributes', () => {
  const source = `export const price = '4 €'

Now {\`\${price} a tin\`}.

<table><tr><td>Tin</td><td>{price}</td></tr></table>

<Tab label={price}>

Inside

</Tab>`
  expect(read(source)).toEqual(['Now 4 € a tin.', 'Tin | 4 €', '**4 €**', 'Inside'])
})

test('what would have to be run is left out, and code is left alone', () => {
  const source = `export const total = 3 * 4

It is {total}{price.toFixed(2)}.

\`\`\`js
export const price = '9 €'
{price}
\`\`\`

Then {price}.`
  expect(read(source)).toEqual(['It is .', "export const price = '9 €'\n{price}", 'Then .'])
})

test.each([
  ['<Price amount="4 €" />', ['4 €']],
  ['A tin costs <Price amount={\'4 €\'} currency="EUR" /> today.', ['A tin costs 4 € today.']],
  ['<Card title="Returns" description="Within 30 days." icon="box" />', ['Returns: Within 30 days.']],
  ['<Card title="Returns" href="/returns" />', ['[Returns](/returns)']],
  ['<Stat label="Tins sold" value={1200} />', ['Tins sold: 1200']],
  ['<PlanNote feature="sso" label="SSO" />', []],
  ['<Icon name="box" title="Box" />', []],
  ['<Image src="/tin.png" title="A tin" />', []],
  ['<Chart value={data.map(row => row.total)} label={label} />', []],
])('%s is read as a reader would see it', (source, expected) => {
  expect(read(source)).toEqual(expected)
})

test('a label that is computed is not shown as code', () => {
  expect(read('<Tab label={translate("tins")}>\n\nInside\n\n</Tab>')).toEqual(['Inside'])
})
