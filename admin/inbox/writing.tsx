import { Text } from '@mantine/core'
import { useTexts } from '../texts/index.ts'
import { useWriting } from './note-writing.ts'

/** The bot's answer while it is being written, sentence by sentence. */
export function Writing({ id }: { id: string }) {
  const say = useTexts()
  const sentences = useWriting(id)
  if (sentences.length === 0) return null
  return (
    <div className="message" data-author="writing" aria-live="polite">
      <Text size="xs" c="dimmed">
        {say('story.writing')}
      </Text>
      {sentences.join(' ')}
    </div>
  )
}
