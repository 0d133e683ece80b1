import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../../src/cli/index.ts'

const root = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/shop/README.md']
const pages = [...root, ...readdirSync('docs', { recursive: true }).map(file => join('docs', String(file)))]
  .filter(file => file.endsWith('.md'))
  .map(file => ({ file, text: readFileSync(file, 'utf8') }))
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** Every match of `pattern` on every page, as `file: match` by what its group holds. */
function mentions(pattern: RegExp): { file: string; group: string }[] {
  return pages.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(([, group = '']) => ({ file, group })),
  )
}

describe('links', () => {
  it('to files lead to files', () => {
    const links = mentions(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)
    expect(links.length).toBeGreaterThan(10)
    const broken = links.filter(({ file, group }) => {
      const [path = ''] = group.split('#')
      return path !== '' && !existsSync(join(dirname(file), path))
    })
    expect(broken).toEqual([])
  })

  it('to headings lead to headings', () => {
    const broken = mentions(/\]\(([^)\s:]*#[^)\s]+)\)/g).filter(({ file, group }) => {
      const [path = '', anchor = ''] = group.split('#')
      const target = path === '' ? file : join(dirname(file), path)
      return !existsSync(target) || !anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it('reach every page of docs/ from the README', () => {
    const reached = new Set(['README.md'])
    for (const file of reached) {
      const page = pages.find(each => each.file === file)
      for (const [, link = ''] of page?.text.matchAll(/\]\((?!https?:)([^)#\s]+\.md)/g) ?? [])
        reached.add(join(dirname(file), link))
    }
    const lost = pages.map(({ file }) => file).filter(file => !reached.has(file))
    expect(lost, 'link it from the README, a decision from docs/decisions/README.md').toEqual([])
  })
})

describe('commands', () => {
  let help: Map<string, string>
  beforeAll(async () => {
    help = await helpOfCommands()
  })

  it('of npm are scripts of package.json', () => {
    const named = mentions(/npm run (?:--silent )?([\w:]+)/g)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(({ group }) => !(group in scripts))).toEqual([])
  })

  it('of careline are commands it has', () => {
    const named = mentions(/(?:`|npx |^ *)(?:careline|node bin\/careline\.mjs) ([a-z]+)\b/gm)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(({ group }) => !help.has(group))).toEqual([])
  })

  it('of careline have the options they are shown with', () => {
    const lines = mentions(/(?:`|npx |^ *)(?:careline|node bin\/careline\.mjs) ([a-z]+[^`\n]*)/gm)
    const unknown = lines.flatMap(({ file, group }) => {
      const [command = ''] = group.split(/\s/)
      const known = `${help.get(command)}${help.get('')}`
      return [...group.matchAll(/\s(--[\w-]+)/g)]
        .filter(([, option = '']) => !known.includes(option))
        .map(([, option]) => `${file}: ${command} ${option}`)
    })
    expect(unknown).toEqual([])
  })

  it('name files of the repository that are there', () => {
    const named = mentions(
      /`((?:src|tests|scripts|deploy|examples|models|migrations|bin|widget)\/(?!\.env)[\w./-]+)`/g,
    )
    expect(named.filter(({ group }) => !existsSync(group))).toEqual([])
  })
})

/** The names of a page's headings as a repository host makes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

/** What `--help` says, by command, with what its own commands say; by '' for the program. */
async function helpOfCommands(): Promise<Map<string, string>> {
  const program = await printed('--help')
  const help = new Map([['', program]])
  for (const name of commandsIn(program)) {
    let text = await printed(name, '--help')
    for (const below of commandsIn(text)) text += await printed(name, below, '--help')
    help.set(name, text)
  }
  return help
}

function commandsIn(text: string): string[] {
  const listed = (text.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)
  return [...listed].flatMap(([, name = '']) => (name === 'help' ? [] : [name]))
}

/** What the program prints. */
async function printed(...args: string[]): Promise<string> {
  let text = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    text += String(chunk)
    return true
  })
  await runCli(args)
  write.mockRestore()
  return text
}
