import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** One sentence about one page, and whether the page bears it out. */
export interface PageClaim {
  page: string
  text: string
  holds: boolean
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The sentences of `claims/NAME.txt`: "= page" opens a page, "+" is true of it, "-" is false, "#" is a remark. */
export function claimsOf(name: string): PageClaim[] {
  let page = ''
  return readFileSync(here(`claims/${name}.txt`), 'utf8')
    .split('\n')
    .flatMap(line => {
      if (line.startsWith('= ')) page = line.slice(2).trim()
      return /^[+-] /.test(line) ? [{ page, text: line.slice(2).trim(), holds: line.startsWith('+') }] : []
    })
}

/** The Markdown of a page that claims name: a page of the example shop, or one of ours in `claims/pages`. */
export function pageSource(page: string): string {
  return readFileSync(
    here(page.includes('/') ? `../../examples/shop/docs/${page}` : `claims/pages/${page}`),
    'utf8',
  )
}
