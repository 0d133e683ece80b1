import type { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { given } from '../kit/given.ts'

/** What every command writes to: people's text, or one JSON value for programs. */
export interface Output {
  json: boolean
  /** A line for people; nothing with --json. */
  line(text?: string): void
  /** The result for programs; nothing without --json. */
  value(value: unknown): void
  /** A line that replaces itself while something goes on; on standard error, and only on a terminal or as plain lines. */
  progress(text: string): void
  /** Ends the progress line. */
  done(): void
}

export function createOutput(json: boolean): Output {
  let open = false
  let last = ''
  return {
    json,
    line: (text = '') => {
      if (!json) process.stdout.write(`${text}\n`)
    },
    value: value => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`)
    },
    progress: text => {
      if (text === last) return
      last = text
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
      else if (!json) process.stderr.write(`${text}\n`)
      open = true
    },
    done: () => {
      if (open && process.stderr.isTTY) process.stderr.write('\n')
      open = false
    },
  }
}

/** What a command gets beside its own arguments. */
export interface Context {
  config: Config
  out: Output
}

/**
 * The configuration of a command: the environment, with the options that stand in for variables.
 * @throws CarelineError `invalid` that lists what is wrong with it.
 */
export function contextOf(command: Command, overrides: Record<string, string | undefined> = {}): Context {
  const { dataDir } = command.optsWithGlobals<{ dataDir?: string }>()
  return {
    config: readConfig({ ...process.env, ...(dataDir ? { DATA_DIR: dataDir } : {}), ...given(overrides) }),
    out: outputOf(command),
  }
}

/** What a command writes to, also when its configuration cannot be read. */
export function outputOf(command: Command): Output {
  return createOutput(command.optsWithGlobals<{ json?: boolean }>().json ?? false)
}

/** Rows as aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (sofar, row) => row.map((cell, at) => Math.max(sofar[at] ?? 0, cell.length)),
    [],
  )
  return rows
    .map(row =>
      row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
    )
    .join('\n')
}
