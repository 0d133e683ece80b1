import { Alert, Stack, Title } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'

/** A part of a screen with its heading and what went wrong in it; a form where it has something to send. */
export function Section(props: {
  title: string
  error?: string | undefined
  onSubmit?: () => void
  children: ReactNode
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onSubmit?.()
  }
  const inside = (
    <Stack align="start">
      <Title order={2} size="h4">
        {props.title}
      </Title>
      {props.error && (
        <Alert color="red" role="alert">
          {props.error}
        </Alert>
      )}
      {props.children}
    </Stack>
  )
  return props.onSubmit ? <form onSubmit={submit}>{inside}</form> : <section>{inside}</section>
}
