import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { enter } from '../api/client.ts'
import { router } from '../shell/router.tsx'
import { useTexts } from '../texts/index.ts'
import { EmailField, NameField, PasswordField } from './fields.tsx'
import { Form } from './form.tsx'

/** Makes the first owner with the token of the link that the server printed: what stands behind the `#`. */
export function SetupScreen() {
  const say = useTexts()
  const queries = useQueryClient()
  const [token] = useState(() => location.hash.slice(1))
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const setUp = useMutation({
    mutationFn: () => enter('setup', { token, name, email, password }),
    onSuccess: () => {
      // By the router, which read the address when it was made and would go by that.
      void router.navigate({ to: '/start', replace: true })
      void queries.invalidateQueries({ queryKey: ['setup'] })
    },
  })
  return (
    <Form title={say('setup.title')} error={setUp.error?.message} onSubmit={() => setUp.mutate()}>
      <Text size="sm">{token === '' ? say('setup.noToken') : say('setup.why')}</Text>
      <NameField value={name} onChange={setName} />
      <EmailField value={email} onChange={setEmail} />
      <PasswordField value={password} onChange={setPassword} isNew />
      <Button type="submit" disabled={token === ''} loading={setUp.isPending}>
        {say('setup.create')}
      </Button>
    </Form>
  )
}
