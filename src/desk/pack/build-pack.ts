import type { HandoffPack, NextStep } from '../../contract/desk-api.ts'
import { findIdentifiers, hideAccounts } from './identifiers.ts'
import { findNeed } from './need.ts'
import { type Story, visitorWords } from './story.ts'
import { summarise } from './summary.ts'
import { packTexts } from './texts.ts'
import { findTried, sourcesOf } from './tried.ts'

/** What whoever takes a handoff must know, by rules alone. The same story gives the same pack. */
export function buildPack(story: Story): HandoffPack {
  const identifiers = findIdentifiers(visitorWords(story))
  const { contact, page, language, messages, notes } = withoutAccounts(story)
  const need = findNeed({ messages, notes })
  const found = {
    ...{ need, identifiers, contact, page, language },
    tried: findTried(messages),
    sources: sourcesOf(messages),
  }
  return {
    ...found,
    summary: summarise(found),
    suggestedReply: openingOf(found),
    nextStep: nextStepOf(story, found),
    by: 'rules',
  }
}

function withoutAccounts(story: Story): Story {
  const messages = story.messages.map(message => ({ ...message, text: hideAccounts(message.text) }))
  return { ...story, messages, notes: story.notes.map(hideAccounts) }
}

/** How a person can begin without promising anything: that they have read it, what it is about, and that they look. */
function openingOf({ need, contact, language }: Pick<HandoffPack, 'need' | 'contact' | 'language'>): string {
  const texts = packTexts(language)
  const hello = texts.hello.replace('{name}', () => (contact.name ? ` ${contact.name}` : ''))
  const rest = need
    ? [texts.about.replace('{need}', () => need.replace(/[.\s]+$/u, '')), texts.looking]
    : [texts.unknown]
  return [hello, texts.read, ...rest].join(' ')
}

type Found = Pick<HandoffPack, 'need' | 'identifiers' | 'contact' | 'tried'>

function nextStepOf({ reason }: Story, { need, identifiers, contact, tried }: Found): NextStep {
  const isKnownReason = ['asked-for', 'no-answer', 'model-failure', 'rule', 'mode'].includes(reason)
  // What the bot must leave to people is read before anything is answered.
  if (!isKnownReason) return 'read-first'
  if (!need) return 'ask-need'
  const concernsOwn = identifiers.some(({ kind }) => kind === 'order' || kind === 'tracking')
  if (concernsOwn) return contact.verified ? 'look-up' : 'verify-identity'
  return tried.at(-1)?.outcome === 'answered' ? 'check-answer' : 'answer-from-knowledge'
}
