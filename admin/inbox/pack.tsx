import { ActionIcon, Anchor, Badge, Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import type { DeskConversation, HandoffPack } from '../../src/contract/desk-api.ts'
import type { TextKey } from '../texts/en.ts'
import { useTexts } from '../texts/index.ts'
import { safeAddress } from './safe-address.ts'

/** What whoever takes a conversation over must know, above all that was said: while a person is asked for or has it. */
export function Pack({ shown, onUseReply }: { shown: DeskConversation; onUseReply: (text: string) => void }) {
  const say = useTexts()
  const handoff = shown.handoffs.findLast(({ engagement }) => engagement === shown.engagement)
  if (!handoff?.pack || shown.conversation.holder === 'bot') return null
  const { pack, hadToRepeat } = handoff
  return (
    <section className="pack" aria-label={say('pack.title')}>
      <Group gap="xs" mb={4}>
        <Badge variant="light" color="orange">
          {say(`next.${pack.nextStep}`)}
        </Badge>
        {pack.by === 'model' && (
          <Text size="xs" c="dimmed">
            {say('pack.byModel')}
          </Text>
        )}
        {hadToRepeat !== null && (
          <Text size="xs" c="dimmed">
            {say('pack.hadToRepeat', { share: Math.round(hadToRepeat * 100) })}
          </Text>
        )}
      </Group>
      <Text size="sm" className="words">
        {pack.summary}
      </Text>
      <Identifiers pack={pack} />
      <Tried pack={pack} />
      <Group gap="xs" mt={6} wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed" className="words" lineClamp={2} flex={1}>
          {pack.suggestedReply}
        </Text>
        <Button size="compact-xs" variant="light" onClick={() => onUseReply(pack.suggestedReply)}>
          {say('pack.useReply')}
        </Button>
      </Group>
    </section>
  )
}

function Identifiers({ pack: { identifiers } }: { pack: HandoffPack }) {
  const say = useTexts()
  if (identifiers.length === 0) return null
  return (
    <Group gap={6} mt={6} role="group" aria-label={say('pack.given')}>
      {identifiers.map(({ kind, value }) => (
        <Group key={`${kind} ${value}`} gap={2} className="given" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {say(`given.${kind}`)}
          </Text>
          <Text size="xs" fw={600} dir="auto">
            {value}
          </Text>
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={say(copied ? 'pack.copied' : 'pack.copy', { value })}
                onClick={copy}
              >
                {copied ? '✓' : '⧉'}
              </ActionIcon>
            )}
          </CopyButton>
        </Group>
      ))}
    </Group>
  )
}

function Tried({ pack: { tried, sources } }: { pack: HandoffPack }) {
  const say = useTexts()
  if (tried.length === 0) return null
  return (
    <details>
      <Text component="summary" size="xs">
        {say('pack.tried', { count: tried.length })}
      </Text>
      <Stack gap={2} mt={4}>
        {tried.map(({ question, outcome, pages }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is written once and never changes its order
          <Text key={at} size="xs" className="words">
            {`${say(`tried.${outcome}` as TextKey)}: ${question}${pages.length > 0 ? ` (${pages.join(', ')})` : ''}`}
          </Text>
        ))}
        <Group gap={6}>
          {sources.map(({ title, url }) => (
            <Anchor key={url} size="xs" href={safeAddress(url)} target="_blank" rel="noopener noreferrer">
              {title}
            </Anchor>
          ))}
        </Group>
      </Stack>
    </details>
  )
}
