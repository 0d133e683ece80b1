import { Alert, Card, Center, Stack, Title } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'

/** A card in the middle of the page with one form and what was wrong with it. */
export function Form(props: {
  title: string
  error: string | undefined
  onSubmit: () => void
  children: ReactNode
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      <Card withBorder w={380} maw="100%">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h3">
              {props.title}
            </Title>
            {props.error && (
              <Alert color="red" role="alert">
                {props.error}
              </Alert>
            )}
            {props.children}
          </Stack>
        </form>
      </Card>
    </Center>
  )
}
