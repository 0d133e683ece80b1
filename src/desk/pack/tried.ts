import type { Message } from '../../contract/conversation.ts'
import type { HandoffPack } from '../../contract/desk-api.ts'

export type Tried = HandoffPack['tried'][number]

const MOST = 20
const LONGEST_QUESTION = 300

/** Each answer the visitor got in this engagement: to what, how it ended, and from which pages. */
export function findTried(messages: readonly Message[]): Tried[] {
  const tried: Tried[] = []
  let asked: string[] = []
  for (const message of messages) {
    if (message.author === 'visitor') asked.push(message.text)
    const outcome = outcomeOf(message)
    if (outcome && asked.length > 0)
      tried.push({
        question: asked.join(' ').replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUESTION),
        outcome,
        pages: titlesOf(message),
        rating: message.rating,
      })
    if (message.author !== 'visitor') asked = []
  }
  return tried.slice(-MOST)
}

/** Which of the visitor's messages the bot has answered from the pages. */
export function answeredMessages(messages: readonly Message[]): ReadonlySet<string> {
  const answered = new Set<string>()
  let asked: string[] = []
  for (const message of messages) {
    if (message.author === 'visitor') asked.push(message.id)
    else {
      if (outcomeOf(message) === 'answered' && message.rating !== 'down')
        for (const id of asked) answered.add(id)
      asked = []
    }
  }
  return answered
}

/** The cited pages of all answers, each once. */
export function sourcesOf(messages: readonly Message[]): HandoffPack['sources'] {
  const cited = messages.flatMap(({ content }) => content.citations ?? [])
  return [...new Map(cited.map(({ pageId, title, url }) => [pageId, { title, url }])).values()].slice(0, MOST)
}

function outcomeOf({ author, content }: Message): Tried['outcome'] | undefined {
  if (author === 'member') return 'member'
  if (author !== 'bot') return undefined
  if (content.decision === 'answered' || content.decision === 'refused') return content.decision
  if (content.decision === 'clarify') return 'asked-back'
  return content.reason === 'failed' ? 'failed' : undefined
}

const titlesOf = ({ content }: Message) => [...new Set((content.citations ?? []).map(({ title }) => title))]
