import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Message, MessageContent } from '../../src/contract/conversation.ts'
import type { Story } from '../../src/desk/pack/story.ts'

/** A conversation as it was said, and what whoever takes it over must be told of it. */
export interface Transcript {
  name: string
  language: string
  story: Story
  expect: {
    need: string[]
    identifiers: string[]
    sources: string[]
    /** How many answers were given, and words of each question that found nothing. */
    tried: { answered: number; refused: string[] }
    never?: string[]
  }
}

interface Written {
  name: string
  reason?: Story['reason']
  note?: string
  email?: string
  says: Line[]
  expect: Transcript['expect']
}
interface Line {
  visitor?: string
  bot?: string
  member?: string
  answered?: string[]
  refused?: string
  clarify?: true
  smalltalk?: true
  failed?: true
  handoff?: string
  rated?: 'up' | 'down'
}

const here = fileURLToPath(new URL('.', import.meta.url))

/** The transcripts of `NAME.yaml`, NAME being their language. */
export function readTranscripts(): Transcript[] {
  return readdirSync(here)
    .filter(name => name.endsWith('.yaml'))
    .flatMap(file => {
      const language = file.replace('.yaml', '')
      const written = parse(readFileSync(`${here}/${file}`, 'utf8')) as Written[]
      return written.map(({ name, expect, ...one }) => ({
        name,
        language,
        expect,
        story: storyOf(one, language),
      }))
    })
}

export function storyOf(
  { reason = 'asked-for', note, email, says }: Omit<Written, 'name' | 'expect'>,
  language: string,
): Story {
  return {
    ...{ reason, language, email: email ?? null, notes: note ? [note] : [] },
    contact: { name: null, email: null, verified: false },
    page: { url: null, title: null },
    messages: says.map(messageOf),
  }
}

function messageOf(line: Line, at: number): Message {
  const author = line.visitor !== undefined ? 'visitor' : line.member !== undefined ? 'member' : 'bot'
  return {
    ...{ id: `msg_${at + 1}`, conversationId: 'con_1', seq: at + 1, author, clientId: null },
    text: line.visitor ?? line.member ?? line.bot ?? '',
    content: contentOf(line),
    ...{ turnId: null, traceId: null, rating: line.rated ?? null, createdAt: '2026-06-01T09:00:00.000Z' },
  }
}

function contentOf({ answered, refused, clarify, smalltalk, failed, handoff }: Line): MessageContent {
  if (answered) return { decision: 'answered', citations: answered.map(citationOf) }
  if (refused) return { decision: 'refused', reason: refused }
  if (clarify) return { decision: 'clarify' }
  if (smalltalk) return { decision: 'smalltalk' }
  if (handoff) return { decision: 'handoff', reason: handoff }
  return failed ? { reason: 'failed' } : {}
}

const citationOf = (title: string, at: number) => ({
  ...{ number: at + 1, passageId: `pas_${title}`, pageId: `pag_${title}`, path: `${title}.md`, title },
  ...{ headingPath: [], url: `/p/${encodeURIComponent(title)}`, quote: title },
})
