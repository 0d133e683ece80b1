import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../admin/', import.meta.url))
const read = (path: string) => readFileSync(folder + path, 'utf8')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
const tokens = read('tokens.css')

const namesIn = (css: string) => [...css.matchAll(/^ +(--[\w-]+):/gm)].map(([, name]) => name!)

test('no style of a screen names a colour of its own', () => {
  const styles = files.filter(file => file.endsWith('.css') && file !== 'tokens.css')
  expect(styles.length).toBeGreaterThan(0)
  for (const file of styles) {
    expect(read(file), file).not.toMatch(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|color-mix|--mantine-/i)
    const used = [...read(file).matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name!)
    expect([...new Set(used)].filter(name => !namesIn(tokens).includes(name))).toEqual([])
  }
})

test('no component names a colour by its number', () => {
  for (const file of files.filter(name => /\.tsx?$/.test(name)))
    expect(read(file), file).not.toMatch(/['"`]#[0-9a-f]{6}['"`]/i)
})

test('what has a value in light has one in dark', () => {
  const [light, dark] = ['light', 'dark'].map(scheme =>
    namesIn(tokens.split(`scheme="${scheme}"] {`)[1]!.split('}')[0]!).filter(
      name => name !== '--mantine-color-teal-light-color',
    ),
  )
  expect(light).toEqual(dark)
})

test('every token is used', () => {
  const all = files
    .filter(file => /\.(css|tsx?)$/.test(file))
    .map(read)
    .join()
  const own = namesIn(tokens).filter(name => !name.startsWith('--mantine-'))
  expect(own.filter(name => !all.includes(`var(${name})`))).toEqual([])
})
