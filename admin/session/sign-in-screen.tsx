import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { asksSecondFactor, enter } from '../api/client.ts'
import { useTexts } from '../texts/index.ts'
import { AskLinkScreen } from './ask-link-screen.tsx'
import { CodeField, EmailField, PasswordField } from './fields.tsx'
import { Form } from './form.tsx'
import { SignOnButtons, signOnRefusal } from './sign-on.tsx'

/** Signing in: with a password, or with a link that is mailed. */
export function SignInScreen() {
  const [asks, setAsks] = useState<'sign-in' | 'reset'>()
  if (asks) return <AskLinkScreen kind={asks} onBack={() => setAsks(undefined)} />
  return <ByPassword onAsk={setAsks} />
}

/** The code of the second factor is asked for where the account has one. */
function ByPassword({ onAsk }: { onAsk: (kind: 'sign-in' | 'reset') => void }) {
  const say = useTexts()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [refused] = useState(signOnRefusal)
  const signIn = useMutation({
    mutationFn: () => enter('session', { email, password, ...(code ? { code } : {}) }),
  })
  const asksCode = asksSecondFactor(signIn.error)
  return (
    <Form
      title={say('session.title')}
      error={asksCode ? undefined : (signIn.error?.message ?? (refused && say(refused)))}
      onSubmit={() => signIn.mutate()}
    >
      <EmailField value={email} onChange={setEmail} />
      <PasswordField value={password} onChange={setPassword} />
      {(asksCode || code !== '') && <CodeField value={code} onChange={setCode} recovery />}
      <Button type="submit" loading={signIn.isPending}>
        {say('session.signIn')}
      </Button>
      <SignOnButtons />
      <Button variant="default" onClick={() => onAsk('sign-in')}>
        {say('session.byLink')}
      </Button>
      <Button variant="subtle" onClick={() => onAsk('reset')}>
        {say('session.forgotten')}
      </Button>
    </Form>
  )
}
