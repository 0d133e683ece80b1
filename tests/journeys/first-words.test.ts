import { describe, expect, it } from 'vitest'
import { botTexts, fill } from '../../src/bot/texts/index.ts'
import { findSmalltalk } from '../../src/bot/understand/smalltalk.ts'
import { languages } from '../../widget/language.ts'
import type { Texts } from '../../widget/locales/texts.ts'

/** What a bot says before its owner has told it anything: no name, no company, no greeting of its own. */
describe.each(languages)('the first words of a bot without settings, in %s', language => {
  it('offer no question that the bot would refuse', async () => {
    const { texts } = (await import(`../../widget/locales/${language}.ts`)) as { texts: Texts }
    for (const starter of texts.starters.split('|'))
      expect(findSmalltalk(starter), starter).toBe('who-are-you')
    expect(texts.greeting).not.toContain('{')
  })

  it('leave out the names it does not have, and say those it has', () => {
    const texts = botTexts(language)
    for (const key of ['whoAreYou', 'outOfScope', 'unsafe'] as const) {
      const names = { bot: 'Ember', company: 'Moss & Ember' }
      expect(fill(texts[key], {}), key).not.toMatch(/[[\]{}|]|undefined| {2}| [.,]/)
      expect(fill(texts[key], names), key).toContain('Moss & Ember')
      expect(fill(texts[key], names), key).not.toMatch(/[[\]{}|]/)
      expect(fill(texts[key], { bot: 'Ember' }), key).not.toContain('Moss')
    }
    expect(fill(texts.whoAreYou, { bot: 'Ember' })).toContain('Ember')
  })
})
