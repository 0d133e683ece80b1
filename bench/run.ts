import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { goalText, isMet, type Result } from './lib/result.ts'

/**
 * `npm run bench [-- --only lexical,turn] [-- --json]`: every measurement in a process of its own, one after another,
 * and one table at the end. Exit code 1 when a goal is missed or something could not be measured.
 */
const parts: Record<string, string> = {
  lexical: 'retrieval/lexical.ts',
  vectors: 'retrieval/vectors.ts',
  hybrid: 'retrieval/hybrid.ts',
  quality: 'retrieval/quality.ts',
  'follow-ups': 'retrieval/follow-ups.ts',
  widget: 'widget/speed.ts',
  start: 'server/start.ts',
  turn: 'server/turn.ts',
  ingest: 'server/ingest.ts',
  live: 'server/live/run.ts',
  search: 'desk/search.ts',
  scroll: 'desk/scroll.ts',
}

interface Outcome {
  results: Result[]
  /** What could not be measured, and why. */
  missing: string[]
}

function runPart(name: string, file: string): Outcome {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', path, '--json'],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  )
  const results = stdout
    .split('\n')
    .filter(line => line.startsWith('{"name"'))
    .map(line => JSON.parse(line) as Result)
  const unmeasured = stderr.split('\n').filter(line => line.includes('not measured'))
  if (status === 0) return { results, missing: unmeasured }
  const reason = stderr.split('\n').find(line => /Error:/.test(line)) ?? `it ended with ${status}`
  return { results, missing: [...unmeasured, `${name}: not measured, ${reason.trim()}`] }
}

function table(results: readonly Result[]): string {
  const rows = results.map(result => {
    const met = isMet(result)
    return [
      result.name,
      result.ours,
      result.other,
      `${result.value.toFixed(2)}${result.unit}`,
      goalText(result),
      met === undefined ? '' : met ? 'met' : 'MISSED',
    ]
  })
  const all = [['what', 'ours', 'peer or limit', 'figure', 'goal', ''], ...rows]
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(...all.map(row => (row[column] ?? '').length)))
  return all.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

function chosenParts(args: readonly string[]): string[] {
  const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : ''
  const names = only === '' ? Object.keys(parts) : only.split(',')
  const unknown = names.filter(name => !(name in parts))
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown.join(', ')}; choose of ${Object.keys(parts).join(', ')}`)
  return names
}

const json = process.argv.includes('--json')
if (!existsSync(new URL('../dist/careline.mjs', import.meta.url)))
  throw new Error('there is no dist: run "npm run build" first')
const outcomes = chosenParts(process.argv).map(name => {
  if (!json) process.stderr.write(`measuring ${name} ...\n`)
  return runPart(name, parts[name] as string)
})
const results = outcomes.flatMap(outcome => outcome.results)
const missing = outcomes.flatMap(outcome => outcome.missing)
const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`
if (json) {
  const judged = results.map(result => ({ ...result, met: isMet(result) ?? null }))
  process.stdout.write(`${JSON.stringify({ machine, results: judged, missing }, undefined, 2)}\n`)
} else {
  const details = results.map(({ name, detail }) => `  ${name}: ${detail}`).join('\n')
  process.stdout.write(`${machine}\n\n${table(results)}\n\n${details}\n`)
  for (const line of missing) process.stdout.write(`${line}\n`)
}
process.exitCode = missing.length > 0 || results.some(result => isMet(result) === false) ? 1 : 0
