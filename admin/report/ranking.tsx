import { Card, Text, Title, UnstyledButton } from '@mantine/core'

interface Line {
  key: string
  text: string
  count: number
}

/** Lines by how often, each with a bar behind it, that open what they count. */
export function Ranking(props: {
  title: string
  none: string
  lines: readonly Line[]
  onOpen: (line: Line) => void
}) {
  const most = Math.max(1, ...props.lines.map(({ count }) => count))
  return (
    <Card withBorder padding="sm" component="section">
      <Title order={2} size="h5" mb="xs">
        {props.title}
      </Title>
      {props.lines.length === 0 && (
        <Text size="sm" c="dimmed">
          {props.none}
        </Text>
      )}
      {props.lines.map(line => (
        <UnstyledButton key={line.key} className="rank" onClick={() => props.onOpen(line)}>
          <span className="rank-bar" style={{ inlineSize: `${(100 * line.count) / most}%` }} />
          <Text component="span" size="sm" className="plain" flex={1}>
            {line.text}
          </Text>
          <Text component="span" size="sm" fw={600}>
            {line.count}
          </Text>
        </UnstyledButton>
      ))}
    </Card>
  )
}
