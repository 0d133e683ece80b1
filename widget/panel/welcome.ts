import type { PublicSettings } from '../shared.ts'
import { button, h } from '../toolbox.ts'
import type { Words } from './words.ts'

/** Greeting and starter questions: the first thing a visitor sees. The greeting stays; the questions go once one was asked. */
export function createWelcome(settings: PublicSettings, words: Words, onPick: (text: string) => void) {
  const questions = settings.starters?.length ? settings.starters : words('starters').split('|')
  const starters = h(
    'div.starters',
    ...questions
      .filter(question => question.trim())
      .slice(0, 6)
      .map(question => button('pill', () => onPick(question), question)),
  )
  const node = h('div.welcome', h('div.bubble', settings.greeting || words('greeting')), starters)
  return {
    node,
    show(isFresh: boolean) {
      starters.hidden = !isFresh
    },
  }
}
