import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { asksSecondFactor, enter } from '../api/client.ts'
import { useTexts } from '../texts/index.ts'
import { CodeField, EmailField, PasswordField } from './fields.tsx'
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
  const asksCode = asksSecondFactor(signIn.error)
  return (
    <Form
      title={say('session.title')}
      error={asksCode ? undefined : signIn.error?.message}
      onSubmit={() => signIn.mutate()}
    >
      <EmailField value={email} onChange={setEmail} />
      <PasswordField value={password} onChange={setPassword} />
      {(asksCode || code !== '') && <CodeField value={code} onChange={setCode} recovery />}
      <Button type="submit" loading={signIn.isPending}>
        {say('session.signIn')}
      </Button>
    </Form>
  )
}
