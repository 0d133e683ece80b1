import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { PasswordField } from '../session/fields.tsx'
import { useAccount } from '../shell/account.ts'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'

/** Sets another password, or a first one for an account that signs in by other ways. */
export function PasswordSection() {
  const say = useTexts()
  const queries = useQueryClient()
  const account = useAccount()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () =>
      call('account/password', { method: 'PUT', body: { next, ...(account.password ? { current } : {}) } }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      for (const queryKey of [['account'], ['sessions']]) void queries.invalidateQueries({ queryKey })
    },
  })
  return (
    <Section title={say('account.password')} error={change.error?.message} onSubmit={() => change.mutate()}>
      {account.password && (
        <PasswordField label={say('account.current')} value={current} onChange={setCurrent} />
      )}
      <PasswordField label={say('account.next')} value={next} onChange={setNext} isNew />
      <Button type="submit" loading={change.isPending}>
        {say('account.setPassword')}
      </Button>
      {change.isSuccess && (
        <Text size="sm" role="status">
          {say('account.passwordSet')}
        </Text>
      )}
    </Section>
  )
}
