import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One line of what was written down: a file or folder that was made durable, or a text that was acknowledged. */
export interface Line {
  path?: string
  id?: string
  blob?: string
  entries?: { name: string; id: string; isFolder: boolean }[]
  acknowledged?: string
}

export function readLines(syncs: string): Line[] {
  const text = readFileSync(join(syncs, 'log.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Line)
}

/**
 * The folder as a power cut after `lines` leaves it at worst: names that a flushed folder had, with the contents that a
 * flush gave them. What was written and never flushed is not there.
 */
export function writeImage(lines: readonly Line[], syncs: string, from: string, to: string): void {
  const latest = new Map(lines.filter(({ id }) => id).map(line => [line.id!, line]))
  const root = lines.findLast(({ path, entries }) => path === from && entries)
  const put = (line: Line | undefined, target: string, isFolder: boolean) => {
    if (isFolder) {
      mkdirSync(target, { recursive: true })
      for (const { name, id, isFolder: inner } of line?.entries ?? [])
        put(latest.get(id), join(target, name), inner)
    } else if (line?.blob) copyFileSync(join(syncs, line.blob), target)
    else writeFileSync(target, '')
  }
  put(root, to, true)
}
