import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'

/** Tells which paths of the repository the build never sees, by the lines of .dockerignore. */
export function ignoredBy(dockerignore: string): (path: string) => boolean {
  const patterns = dockerignore
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(toPattern)
  return path => patterns.some(pattern => pattern.test(path))
}

/** `a/b`, `*.log` and `**` as the engine reads them; a folder that matches is left out with all that is in it. */
function toPattern(line: string): RegExp {
  if (line.startsWith('!')) throw new Error(`the exercise cannot read the exception ${line}`)
  const source = line
    .replace(/\/+$/, '')
    .split('/')
    .map(part => (part === '**' ? '**' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*')))
    .join('/')
    .replaceAll('**/', '(?:.*/)?')
  return new RegExp(`^${source}(?:/|$)`)
}

/**
 * What COPY does: a file into a folder (the target ends in a slash or is one) or under a new name, a folder's content
 * into a folder.
 * @throws Error when a source is missing or left out by .dockerignore.
 */
export function copyInto(
  from: string,
  sources: readonly string[],
  target: string,
  isIgnored: (path: string) => boolean = () => false,
): void {
  for (const source of sources) {
    const path = join(from, source)
    const inside = relative(from, path)
    if (!existsSync(path) || isIgnored(inside)) throw new Error(`COPY: ${source} is not in the build context`)
    const filter = (each: string) => !isIgnored(relative(from, each))
    if (statSync(path).isDirectory()) {
      cpSync(path, target, { recursive: true, filter, verbatimSymlinks: true })
    } else {
      const intoFolder = target.endsWith('/') || (existsSync(target) && statSync(target).isDirectory())
      if (intoFolder) mkdirSync(target, { recursive: true })
      cpSync(path, intoFolder ? join(target, basename(path)) : target)
    }
  }
}

/** The ignore rules of a repository. */
export function contextOf(repository: string): (path: string) => boolean {
  return ignoredBy(readFileSync(join(repository, '.dockerignore'), 'utf8'))
}
