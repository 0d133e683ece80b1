import { Button, Group, PasswordInput, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { modelProviders } from '../../src/contract/language-models.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { DangerButton } from '../shell/danger-button.tsx'
import { Failed } from '../shell/failed.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { modelsKey, useModels } from './use-models.ts'
import { secretsKey, useSecrets } from './use-secrets.ts'

const providers = modelProviders.filter(provider => provider !== 'ollama')

/** The keys of providers: they are set and taken away, and nobody reads them again. */
export function ModelKeys({ botId }: { botId: string }) {
  const say = useTexts()
  const models = useModels(botId)
  const secrets = useSecrets()
  if (secrets.isLoadingError) return <Failed retry={() => void secrets.refetch()} />
  if (!secrets.data) return <Skeleton h={200} />
  const since = new Map(secrets.data.map(({ name, updatedAt }) => [name, updatedAt]))
  return (
    <Stack mt="lg">
      <Title order={2} size="h5">
        {say('models.keys')}
      </Title>
      <Text size="xs" c="dimmed">
        {say('models.keysHint')}
      </Text>
      {providers.map(provider => (
        <KeyLine
          key={provider}
          provider={provider}
          since={since.get(`${provider}-api-key`)}
          servers={models.data?.keys[provider] === 'server'}
        />
      ))}
    </Stack>
  )
}

function KeyLine({
  provider,
  since,
  servers,
}: {
  provider: string
  since: string | undefined
  /** Whether the server has a key that is used where none is set. */
  servers: boolean
}) {
  const say = useTexts()
  const queries = useQueryClient()
  const mayChange = useMay('secret:update')
  const [value, setValue] = useState('')
  const path = `secrets/${provider}-api-key`
  const renew = async () => {
    await queries.invalidateQueries({ queryKey: secretsKey })
    await queries.invalidateQueries({ queryKey: modelsKey })
  }
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
            since
              ? say('models.since', { at: new Date(since).toLocaleString() })
              : say(servers ? 'models.servers' : 'models.unset')
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
