import { Anchor, Group } from '@mantine/core'
import type { Citation } from '../../src/contract/decision.ts'
import { useTexts } from '../texts/index.ts'
import { safeAddress } from './safe-address.ts'

/** The pages that an answer rests on, each opened at its place. */
export function Citations({ citations }: { citations: readonly Citation[] }) {
  const say = useTexts()
  if (citations.length === 0) return null
  return (
    <Group gap={6} mt={6} aria-label={say('conversation.sources')} role="group">
      {citations.map(citation => (
        <Anchor
          key={citation.number}
          size="xs"
          href={safeAddress(citation.url)}
          target="_blank"
          rel="noopener noreferrer"
        >
          {citation.number} {[citation.title, ...citation.headingPath].join(' › ')}
        </Anchor>
      ))}
    </Group>
  )
}
