import { Button, Group, PasswordInput, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ModelList } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { DangerButton } from '../shell/danger-button.tsx'
import { Failed } from '../shell/failed.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { secretsKey, useSecrets } from './use-secrets.ts'

const providers = ['openai', 'anthropic', 'google', 'groq', 'openrouter', 'compatible'] as const

/** Which models are in use, and the keys of providers: they are set and taken away, and nobody reads them again. */
export function ModelKeys() {
  const say = useTexts()
  const mayModels = useMay('model:read')
  const models = useQuery({
    queryKey: ['models'],
    queryFn: () => call<ModelList>('models'),
    enabled: mayModels,
  })
  const secrets = useSecrets()
  if (secrets.isLoadingError) return <Failed retry={() => void secrets.refetch()} />
  if (!secrets.data) return <Skeleton h={200} />
  const since = new Map(secrets.data.map(({ name, updatedAt }) => [name, updatedAt]))
  return (
    <Stack>
      {models.data && (
        <section>
          <Title order={2} size="h5">
            {say('models.used')}
          </Title>
          <Text size="sm">
            {say('models.answers')}: {models.data.language['answer']?.join(', ') || say('models.quoted')}
          </Text>
          <Text size="sm">
            {say('models.search')}: {models.data.index.embedder ?? '–'}
          </Text>
        </section>
      )}
      <Title order={2} size="h5">
        {say('models.keys')}
      </Title>
      <Text size="xs" c="dimmed">
        {say('models.keysHint')}
      </Text>
      {providers.map(provider => (
        <KeyLine key={provider} provider={provider} since={since.get(`${provider}-api-key`)} />
      ))}
    </Stack>
  )
}

function KeyLine({ provider, since }: { provider: string; since: string | undefined }) {
  const say = useTexts()
  const queries = useQueryClient()
  const mayChange = useMay('secret:update')
  const [value, setValue] = useState('')
  const path = `secrets/${provider}-api-key`
  const renew = () => queries.invalidateQueries({ queryKey: secretsKey })
  const set = useMutation({
    mutationFn: () => call(path, { method: 'PUT', body: { value } }),
    onSuccess: () => {
      setValue('')
      void renew()
    },
  })
  const remove = useMutation({ mutationFn: () => call(path, { method: 'DELETE' }), onSuccess: renew })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <PasswordInput
          flex={1}
          label={provider}
          description={
            since ? say('models.since', { at: new Date(since).toLocaleString() }) : say('models.unset')
          }
          autoComplete="off"
          disabled={!mayChange}
          visibilityToggleButtonProps={{ 'aria-label': say('session.show') }}
          value={value}
          onChange={event => setValue(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={value === ''} loading={set.isPending}>
          {say('models.set')}
        </Button>
        {since && mayChange && (
          <DangerButton loading={remove.isPending} onClick={() => remove.mutate()}>
            {say('knowledge.remove')}
          </DangerButton>
        )}
      </Group>
      <Refused error={set.error ?? remove.error} />
    </form>
  )
}
