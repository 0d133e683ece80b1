import { Button, Code, Group, List, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProposedTotp } from '../../src/contract/accounts-api.ts'
import { call } from '../api/client.ts'
import { CodeField, PasswordField } from '../session/fields.tsx'
import { useAccount } from '../shell/account.ts'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'
import { QrCode } from './qr-code.tsx'

/** The second factor: sets it up with an authenticator app, shows the recovery codes once, and removes it. */
export function SecondFactorSection() {
  const { totp } = useAccount()
  const [codes, setCodes] = useState<string[]>()
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />
  return totp ? <Remove /> : <SetUp onCodes={setCodes} />
}

function SetUp({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const say = useTexts()
  const propose = useMutation({
    mutationFn: () => call<ProposedTotp>('account/totp', { method: 'POST' }),
  })
  if (propose.data) return <Prove proposed={propose.data} onCodes={onCodes} onCancel={propose.reset} />
  return (
    <Section title={say('account.factor')} error={propose.error?.message}>
      <Text size="sm">{say('account.factorOff')}</Text>
      <Button onClick={() => propose.mutate()} loading={propose.isPending}>
        {say('account.factorStart')}
      </Button>
    </Section>
  )
}

function Prove(props: { proposed: ProposedTotp; onCodes: (codes: string[]) => void; onCancel: () => void }) {
  const say = useTexts()
  const queries = useQueryClient()
  const account = useAccount()
  const { secret, uri } = props.proposed
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const enable = useMutation({
    mutationFn: () =>
      call<{ recoveryCodes: string[] }>('account/totp', {
        method: 'PUT',
        body: { secret, code, ...(account.password ? { password } : {}) },
      }),
    onSuccess: ({ recoveryCodes }) => {
      props.onCodes(recoveryCodes)
      void queries.invalidateQueries({ queryKey: ['account'] })
    },
  })
  return (
    <Section title={say('account.factor')} error={enable.error?.message} onSubmit={() => enable.mutate()}>
      <Text size="sm">{say('account.scan')}</Text>
      <QrCode text={uri} label={say('account.qr')} />
      <Text size="sm">
        {say('account.key')}: <Code className="secret">{secret}</Code>
      </Text>
      <CodeField value={code} onChange={setCode} />
      {account.password && <PasswordField value={password} onChange={setPassword} />}
      <Group>
        <Button type="submit" loading={enable.isPending}>
          {say('account.factorEnable')}
        </Button>
        <Button variant="default" onClick={props.onCancel}>
          {say('app.cancel')}
        </Button>
      </Group>
    </Section>
  )
}

function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const say = useTexts()
  return (
    <Section title={say('account.recovery')}>
      <Text size="sm">{say('account.recoveryWhy')}</Text>
      <List className="secret" listStyleType="none">
        {codes.map(code => (
          <List.Item key={code}>{code}</List.Item>
        ))}
      </List>
      <Button onClick={onKept}>{say('account.recoveryKept')}</Button>
    </Section>
  )
}

function Remove() {
  const say = useTexts()
  const queries = useQueryClient()
  const account = useAccount()
  const [password, setPassword] = useState('')
  const remove = useMutation({
    mutationFn: () => call('account/totp', { method: 'DELETE', body: account.password ? { password } : {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['account'] }),
  })
  return (
    <Section title={say('account.factor')} error={remove.error?.message} onSubmit={() => remove.mutate()}>
      <Text size="sm">{say('account.factorOn')}</Text>
      {account.password && <PasswordField value={password} onChange={setPassword} />}
      <Button type="submit" variant="default" loading={remove.isPending}>
        {say('account.factorRemove')}
      </Button>
    </Section>
  )
}
