import { describe, expect, test } from 'vitest'
import { buildPack } from '../../src/desk/pack/build-pack.ts'
import { countWords } from '../../src/desk/pack/count-words.ts'
import { packTexts } from '../../src/desk/pack/texts.ts'
import { readTranscripts } from './transcripts.ts'

const transcripts = readTranscripts()

test('there are twenty transcripts in four languages', () => {
  expect(transcripts.length).toBe(20)
  expect(new Set(transcripts.map(({ language }) => language)).size).toBe(4)
})

describe('what whoever takes over is told at once', () => {
  test.each(transcripts)('$language: $name', ({ story, language, expect: wanted }) => {
    const pack = buildPack(story)
    const { summary } = pack
    expect(countWords(summary)).toBeLessThanOrEqual(60)
    expect(summary.split(/\s+/).length).toBeLessThanOrEqual(66)

    for (const words of wanted.need) {
      expect(pack.need).toContain(words)
      expect(summary).toContain(words)
    }
    if (wanted.need.length === 0) expect(summary).toContain(packTexts(language).wantsUnknown)

    expect(pack.identifiers.map(({ value }) => value).sort()).toEqual([...wanted.identifiers].sort())
    for (const value of wanted.identifiers) expect(summary).toContain(value)

    expect(pack.sources.map(({ title }) => title)).toEqual(wanted.sources)
    for (const title of wanted.sources) expect(summary).toContain(title)

    expect(pack.tried.filter(({ outcome }) => outcome === 'answered')).toHaveLength(wanted.tried.answered)
    const refused = pack.tried.filter(({ outcome }) => outcome === 'refused')
    expect(refused).toHaveLength(wanted.tried.refused.length)
    for (const words of wanted.tried.refused) expect(summary).toContain(words)

    for (const secret of wanted.never ?? []) expect(JSON.stringify(pack)).not.toContain(secret)
  })
})
