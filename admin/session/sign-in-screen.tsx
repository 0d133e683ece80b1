import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, enter } from '../api/client.ts'
import { useTexts } from '../texts/index.ts'
import { Form } from './form.tsx'

/** Signing in with a password; the code of the second factor is asked for where the account has one. */
export function SignInScreen() {
  const say = useTexts()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const signIn = useMutation({
    mutationFn: () => enter('session', { email, password, ...(code ? { code } : {}) }),
  })
  const asksCode = signIn.error instanceof ApiError && signIn.error.problem.type.endsWith('second-factor')
  return (
    <Form title={say('session.title')} error={signIn.error?.message} onSubmit={() => signIn.mutate()}>
      <TextInput
        label={say('session.email')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={event => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={say('session.password')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': say('session.show') }}
        required
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      {(asksCode || code !== '') && (
        <TextInput
          label={say('session.code')}
          autoComplete="one-time-code"
          value={code}
          onChange={event => setCode(event.currentTarget.value)}
        />
      )}
      <Button type="submit" loading={signIn.isPending}>
        {say('session.signIn')}
      </Button>
    </Form>
  )
}
