import { Alert, Button, Code, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { DangerButton } from '../shell/danger-button.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { secretsKey, useSecrets } from './use-secrets.ts'

const PATH = 'secrets/identity-key'

/** The workspace's HS256 key: made here, shown once, and sealed on the server, which gives it to nobody again. */
export function IdentityKey() {
  const say = useTexts()
  const queries = useQueryClient()
  const mayChange = useMay('secret:update')
  const secrets = useSecrets()
  const [made, setMade] = useState<string>()
  const since = secrets.data?.find(({ name }) => name === 'identity-key')?.updatedAt
  const renew = () => queries.invalidateQueries({ queryKey: secretsKey })
  const make = useMutation({
    mutationFn: async () => {
      const value = newKey()
      await call(PATH, { method: 'PUT', body: { value } })
      return value
    },
    onSuccess: value => {
      setMade(value)
      void renew()
    },
  })
  const remove = useMutation({
    mutationFn: () => call(PATH, { method: 'DELETE' }),
    onSuccess: () => {
      setMade(undefined)
      void renew()
    },
  })
  return (
    <Stack gap="xs" mt="lg" align="flex-start">
      <Title order={2} size="h5">
        {say('identity.key')}
      </Title>
      <Text size="sm">
        {since ? say('models.since', { at: new Date(since).toLocaleString() }) : say('models.unset')}
      </Text>
      {made && (
        <Alert role="status" title={say('identity.made')}>
          <Code block tabIndex={0}>
            {made}
          </Code>
        </Alert>
      )}
      {mayChange && (
        <>
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
            {say('identity.make')}
          </Button>
          {since && (
            <>
              <Text size="xs" c="dimmed">
                {say('identity.makeHint')}
              </Text>
              <DangerButton loading={remove.isPending} onClick={() => remove.mutate()}>
                {say('knowledge.remove')}
              </DangerButton>
            </>
          )}
        </>
      )}
      <Refused error={make.error ?? remove.error} />
    </Stack>
  )
}

/** 256 random bits in hexadecimal digits: as long as the hash of HS256 at least. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), byte => byte.toString(16).padStart(2, '0')).join('')
