import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Config, readConfig } from '../../src/config.ts'

const rows = [
  ...readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|/gm),
]
const documented = rows.map(([, name = '', standard]) => ({ name, standard }))
const declared = [...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
  ([, name = '']) => name,
)

describe('the configuration page', () => {
  it('has one row for every variable that the program reads, and no other', () => {
    expect(declared.length).toBeGreaterThan(30)
    expect(documented.map(({ name }) => name).sort()).toEqual([...declared].sort())
  })

  it('states the defaults that hold', () => {
    const standard = readConfig({}) as Record<string, unknown>
    for (const row of documented) {
      const given = readConfig({ [row.name]: row.standard }) as Record<keyof Config, unknown>
      expect(given[row.name as keyof Config], row.name).toEqual(standard[row.name])
    }
  })

  it('leaves no default unsaid', () => {
    const standard = readConfig({}) as Record<string, unknown>
    const silent = documented.filter(({ standard: said }) => said === undefined).map(({ name }) => name)
    const set = silent.filter(name => {
      const value = standard[name]
      return value !== undefined && !(Array.isArray(value) && value.length === 0)
    })
    expect(set).toEqual([])
  })
})
