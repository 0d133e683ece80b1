import { describe, expect, it } from 'vitest'
import { directionOf, languages, pickLanguage } from './language.ts'
import type { Texts } from './locales/texts.ts'

const load = async (language: string): Promise<Texts> => (await import(`./locales/${language}.ts`)).texts

describe('the language', () => {
  it('is the first one wished for that it speaks, else English', () => {
    expect(pickLanguage([undefined, '', 'xx', 'pt-BR', 'de'])).toBe('pt')
    expect(pickLanguage(['DE_at'])).toBe('de')
    expect(pickLanguage(['iw'])).toBe('he')
    expect(pickLanguage(['zh', null])).toBe('en')
  })

  it('runs from right to left in Arabic and Hebrew', () => {
    expect(languages.filter(language => directionOf(language) === 'rtl')).toEqual(['ar', 'he'])
  })

  it.each(languages)('says everything in %s, with the same gaps as in English', async language => {
    const [own, english] = [await load(language), await load('en')]
    expect(Object.keys(own)).toEqual(Object.keys(english))
    const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
    for (const [key, text] of Object.entries(english)) {
      const translated = own[key as keyof Texts]
      expect(gaps(translated), key).toEqual(gaps(text))
      expect(translated.trim(), key).not.toBe('')
      if (language !== 'en' && text.length > 25) expect(translated, key).not.toBe(text)
    }
  })
})
