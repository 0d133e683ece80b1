import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useTexts } from '../texts/index.ts'
import { EmailField } from './fields.tsx'
import { Form } from './form.tsx'

/** Asks for a mail with a link: to sign in, or to set a new password. The answer never tells who has an account. */
export function AskLinkScreen({ kind, onBack }: { kind: 'sign-in' | 'reset'; onBack: () => void }) {
  const say = useTexts()
  const [email, setEmail] = useState('')
  const ask = useMutation({
    mutationFn: () => call(`links/${kind}`, { method: 'POST', body: { email } }),
  })
  const title = say(kind === 'reset' ? 'session.forgotten' : 'session.byLink')
  return (
    <Form title={title} error={ask.error?.message} onSubmit={() => ask.mutate()}>
      {ask.isSuccess ? (
        <Text role="status">{say('session.linkSent', { email })}</Text>
      ) : (
        <>
          <EmailField value={email} onChange={setEmail} />
          <Button type="submit" loading={ask.isPending}>
            {say('session.sendLink')}
          </Button>
        </>
      )}
      <Button variant="subtle" onClick={onBack}>
        {say('session.back')}
      </Button>
    </Form>
  )
}
