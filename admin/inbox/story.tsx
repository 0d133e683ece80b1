import { Badge, Button, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Message } from '../../src/contract/conversation.ts'
import type { DeskConversation, Handoff, Note, Survey } from '../../src/contract/desk-api.ts'
import { useMay } from '../shell/account.ts'
import type { TextKey } from '../texts/en.ts'
import { useTexts } from '../texts/index.ts'
import { MessageFiles } from './attachments/message-files.tsx'
import { Citations } from './citations.tsx'
import { WhyThisAnswer } from './why-this-answer.tsx'
import { Writing } from './writing.tsx'

type Entry =
  | { kind: 'message'; at: string; message: Message; elsewhere: boolean }
  | { kind: 'note'; at: string; note: Note }
  | { kind: 'handoff'; at: string; handoff: Handoff }
  | { kind: 'survey'; at: string; survey: Survey }

/** Everything that happened, in order: messages, notes between members, and calls for a person. */
export function Story({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const end = useRef<HTMLDivElement>(null)
  const entries = entriesOf(shown)
  const newest = entries.length
  useEffect(() => {
    if (newest > 0) end.current?.scrollIntoView({ block: 'end' })
  }, [newest])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section className="scroll" tabIndex={0} aria-label={say('conversation.story')}>
      <Stack p="md" gap="sm">
        {entries.map(entry =>
          entry.kind === 'message' ? (
            <MessageEntry key={entry.message.id} message={entry.message} elsewhere={entry.elsewhere} />
          ) : entry.kind === 'note' ? (
            <div key={entry.note.id} className="message" data-author="note">
              <Text size="xs" c="dimmed">
                {say('conversation.note')}
              </Text>
              {entry.note.text}
            </div>
          ) : entry.kind === 'survey' ? (
            <div key={`survey ${entry.survey.engagement}`} className="message" data-author="note">
              <Text size="xs" c="dimmed">
                {say('conversation.survey', { score: entry.survey.score })}
              </Text>
              {entry.survey.comment}
            </div>
          ) : (
            <Badge key={entry.handoff.id} variant="light" color="orange" maw="100%">
              {say('conversation.handoff', { reason: say(`reason.${entry.handoff.reason}` as TextKey) })}
            </Badge>
          ),
        )}
        <Writing id={shown.conversation.id} />
        <div ref={end} />
      </Stack>
    </section>
  )
}

function MessageEntry({ message, elsewhere }: { message: Message; elsewhere: boolean }) {
  const say = useTexts()
  const mayTrace = useMay('trace:read')
  const [asked, setAsked] = useState(false)
  const { citations = [], interrupted } = message.content
  return (
    <div className="message" data-author={message.author}>
      <Text size="xs" c="dimmed">
        {say(`author.${message.author}`)}
        {elsewhere && ` · ${say('conversation.elsewhere')}`}
      </Text>
      {message.text}
      <MessageFiles message={message} />
      {interrupted && (
        <Text size="xs" c="dimmed" fs="italic">
          {say('conversation.interrupted')}
        </Text>
      )}
      <Citations citations={citations} />
      {mayTrace && message.traceId && (
        <Button
          display="block"
          size="compact-xs"
          variant="subtle"
          mt={4}
          ms={-7}
          onClick={() => setAsked(true)}
        >
          {say('conversation.why')}
        </Button>
      )}
      {asked && message.traceId && (
        <WhyThisAnswer traceId={message.traceId} onClose={() => setAsked(false)} />
      )}
    </div>
  )
}

const messageEntry = (message: Message, elsewhere: boolean): Entry => ({
  kind: 'message',
  at: message.createdAt,
  message,
  elsewhere,
})

function entriesOf({ messages, notes, surveys, handoffs, merged }: DeskConversation): Entry[] {
  const entries: Entry[] = [
    ...messages.map(message => messageEntry(message, false)),
    ...merged.flatMap(other => other.messages.map(message => messageEntry(message, true))),
    ...notes.map(note => ({ kind: 'note' as const, at: note.createdAt, note })),
    ...surveys.map(survey => ({ kind: 'survey' as const, at: survey.at, survey })),
    ...handoffs.map(handoff => ({ kind: 'handoff' as const, at: handoff.requestedAt, handoff })),
  ]
  return entries.sort((one, other) => one.at.localeCompare(other.at))
}
