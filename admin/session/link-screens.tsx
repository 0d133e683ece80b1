import { Button, Loader, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OpenedInvite } from '../../src/contract/links-api.ts'
import { asksSecondFactor, call, enter } from '../api/client.ts'
import { useTexts } from '../texts/index.ts'
import { CodeField, EmailField, NameField, PasswordField } from './fields.tsx'
import { Form } from './form.tsx'
import type { MailedLink } from './mailed-link.ts'

interface Screen {
  token: string
  /** Called when the link has done what it is for. */
  onDone: () => void
}

/** What a link of a mail leads to. Nothing happens before a button is pressed: scanners of mail follow links too. */
export function LinkScreen({ link, onDone }: { link: MailedLink; onDone: () => void }) {
  if (link.kind === 'invite') return <InviteScreen token={link.token} onDone={onDone} />
  if (link.kind === 'reset') return <ResetScreen token={link.token} onDone={onDone} />
  return <EnterScreen token={link.token} onDone={onDone} />
}

function EnterScreen({ token, onDone }: Screen) {
  const say = useTexts()
  const [code, setCode] = useState('')
  const signIn = useMutation({
    mutationFn: () => enter('links/sign-in', { token, ...(code ? { code } : {}) }, 'PUT'),
    onSuccess: onDone,
  })
  const asksCode = asksSecondFactor(signIn.error)
  return (
    <Form
      title={say('session.title')}
      error={asksCode ? undefined : signIn.error?.message}
      onSubmit={() => signIn.mutate()}
    >
      {(asksCode || code !== '') && <CodeField value={code} onChange={setCode} recovery />}
      <Button type="submit" loading={signIn.isPending}>
        {say('session.signIn')}
      </Button>
      <Back onDone={onDone} />
    </Form>
  )
}

function ResetScreen({ token, onDone }: Screen) {
  const say = useTexts()
  const [password, setPassword] = useState('')
  const reset = useMutation({
    mutationFn: () => call('links/reset', { method: 'PUT', body: { token, password } }),
    onSuccess: onDone,
  })
  return (
    <Form title={say('reset.title')} error={reset.error?.message} onSubmit={() => reset.mutate()}>
      <Text size="sm">{say('reset.why')}</Text>
      <PasswordField label={say('account.next')} value={password} onChange={setPassword} isNew />
      <Button type="submit" loading={reset.isPending}>
        {say('reset.set')}
      </Button>
      <Back onDone={onDone} />
    </Form>
  )
}

function InviteScreen({ token, onDone }: Screen) {
  const say = useTexts()
  const invite = useQuery({
    queryKey: ['opened-invite'],
    queryFn: () => call<OpenedInvite>('links/invite', { method: 'POST', body: { token } }),
    retry: false,
    refetchOnWindowFocus: false,
  })
  if (invite.data) return <Accept token={token} invite={invite.data} onDone={onDone} />
  return (
    <Form title={say('invite.title')} error={invite.error?.message} onSubmit={onDone}>
      {invite.isPending && <Loader aria-label={say('app.loading')} />}
      {invite.isLoadingError && <Back onDone={onDone} />}
    </Form>
  )
}

function Accept({ token, invite, onDone }: Screen & { invite: OpenedInvite }) {
  const say = useTexts()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const accept = useMutation({
    mutationFn: () =>
      enter(
        'links/invite',
        { token, ...(invite.hasAccount ? {} : { name, password }), ...(code ? { code } : {}) },
        'PUT',
      ),
    onSuccess: onDone,
  })
  const asksCode = asksSecondFactor(accept.error)
  const by = invite.invitedBy ?? 'Careline'
  return (
    <Form
      title={say('invite.title')}
      error={asksCode ? undefined : accept.error?.message}
      onSubmit={() => accept.mutate()}
    >
      <Text size="sm">{say('invite.why', { by, workspace: invite.workspace })}</Text>
      <EmailField value={invite.email} onChange={() => undefined} readOnly />
      {invite.hasAccount ? (
        <Text size="sm">{say('invite.known')}</Text>
      ) : (
        <>
          <NameField value={name} onChange={setName} />
          <PasswordField value={password} onChange={setPassword} isNew />
        </>
      )}
      {(asksCode || code !== '') && <CodeField value={code} onChange={setCode} recovery />}
      <Button type="submit" loading={accept.isPending}>
        {say('invite.accept')}
      </Button>
    </Form>
  )
}

function Back({ onDone }: { onDone: () => void }) {
  const say = useTexts()
  return (
    <Button variant="subtle" onClick={onDone}>
      {say('session.back')}
    </Button>
  )
}
