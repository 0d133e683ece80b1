import { Alert } from '@mantine/core'

/** What the server said when it refused; nothing where there is no error. */
export function Refused({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <Alert color="red" role="alert" my="xs">
      {error.message}
    </Alert>
  )
}
