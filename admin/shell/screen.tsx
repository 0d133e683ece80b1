import { Container, Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A screen that is read from top to bottom: its name, what can be done with all of it, and the rest. */
export function Screen(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className="screen">
      <Container size="lg" py="md">
        <Group justify="space-between" mb="md">
          <Title order={1} size="h3">
            {props.title}
          </Title>
          {props.actions}
        </Group>
        {props.children}
      </Container>
    </div>
  )
}
