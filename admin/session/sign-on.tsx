import { Button, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import type { TextKey } from '../texts/en.ts'
import { useTexts } from '../texts/index.ts'

/** A button for each provider of the workspace. Where they cannot be asked for, one signs in by the other ways. */
export function SignOnButtons() {
  const say = useTexts()
  const found = useQuery({
    queryKey: ['sign-in-providers'],
    queryFn: async () =>
      (await call<{ providers: { id: string; name: string }[] }>('session/providers')).providers,
  })
  const begin = useMutation({
    mutationFn: (id: string) => call<{ url: string }>(`session/providers/${id}`, { method: 'POST' }),
    onSuccess: ({ url }) => location.assign(url),
  })
  return (
    <>
      {begin.error && <Text role="alert">{begin.error.message}</Text>}
      {found.data?.map(({ id, name }) => (
        <Button key={id} variant="default" loading={begin.isPending} onClick={() => begin.mutate(id)}>
          {say('session.with', { name })}
        </Button>
      ))}
    </>
  )
}

const refusals: Readonly<Record<string, TextKey>> = {
  '#sign-on-failed': 'signOn.failed',
  '#sign-on-unverified': 'signOn.unverified',
  '#sign-on-refused': 'signOn.refused',
}

/** Why the provider's sign-in that led back here did not let in. */
export const signOnRefusal = (): TextKey | undefined =>
  Object.hasOwn(refusals, location.hash) ? refusals[location.hash] : undefined
