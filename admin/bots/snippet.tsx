import { Button, Code, CopyButton, Group, Text, Title } from '@mantine/core'
import { useTexts } from '../texts/index.ts'

/** The line that puts the widget on a site, to copy. */
export function Snippet({ botId }: { botId: string }) {
  const say = useTexts()
  const script = new URL('../widget.js', document.baseURI).href
  const line = `<script src="${script}" data-bot-id="${botId}" async></script>`
  return (
    <section>
      <Group justify="space-between" mt="lg" mb="xs">
        <Title order={2} size="h5">
          {say('bots.snippet')}
        </Title>
        <CopyButton value={line}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {say(copied ? 'bots.copied' : 'bots.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0}>
        {line}
      </Code>
      <Text size="xs" c="dimmed" mt={4}>
        {say('bots.snippetHint')}
      </Text>
    </section>
  )
}
