import {
  Button,
  Card,
  Checkbox,
  Code,
  CopyButton,
  Group,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  VisuallyHidden,
} from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { ApiKey as ApiKeySchema, CreatedApiKey } from '../../src/contract/accounts-api.ts'
import type { Right } from '../../src/contract/rights.ts'
import { useChangeList } from '../api/change-list.ts'
import { call } from '../api/client.ts'
import { useAccount, useMay } from '../shell/account.ts'
import { DangerButton } from '../shell/danger-button.tsx'
import { Failed } from '../shell/failed.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'

type ApiKey = z.infer<typeof ApiKeySchema>
const keysKey = ['api-keys']

/** The keys of programs: made with named rights, shown this once, and revoked. */
export function ApiKeys() {
  const say = useTexts()
  const keys = useQuery({
    queryKey: keysKey,
    queryFn: async () => (await call<{ apiKeys: ApiKey[] }>('api-keys')).apiKeys,
  })
  const mayCreate = useMay('api-key:create')
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say('keys.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say('keys.what')}
      </Text>
      {mayCreate && <NewKey />}
      {keys.isLoadingError && <Failed retry={() => void keys.refetch()} />}
      {keys.isPending && <Skeleton h={80} mt="md" />}
      {keys.data?.length === 0 && (
        <Text c="dimmed" mt="md">
          {say('keys.none')}
        </Text>
      )}
      {keys.data && keys.data.length > 0 && <Keys keys={keys.data} />}
    </section>
  )
}

function Keys({ keys }: { keys: readonly ApiKey[] }) {
  const say = useTexts()
  const mayRevoke = useMay('api-key:delete')
  const revoke = useChangeList<ApiKey, string>(keysKey, {
    send: id => call(`api-keys/${id}`, { method: 'DELETE' }),
    apply: (known, id) => known.filter(one => one.id !== id),
  })
  const used = (at: string | null) => (at === null ? say('keys.neverUsed') : new Date(at).toLocaleString())
  return (
    <>
      <Refused error={revoke.error} />
      <Table.ScrollContainer minWidth={560} mt="md">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('people.name')}</Table.Th>
              <Table.Th>{say('keys.hint')}</Table.Th>
              <Table.Th>{say('keys.rights')}</Table.Th>
              <Table.Th>{say('keys.used')}</Table.Th>
              {mayRevoke && (
                <Table.Th>
                  <VisuallyHidden>{say('keys.revoke')}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map(({ id, name, hint, rights, usedAt }) => (
              <Table.Tr key={id}>
                <Table.Td className="plain">{name}</Table.Td>
                <Table.Td>
                  <Code>{hint}…</Code>
                </Table.Td>
                <Table.Td>{rights.join(', ')}</Table.Td>
                <Table.Td>{used(usedAt)}</Table.Td>
                {mayRevoke && (
                  <Table.Td ta="end">
                    <DangerButton
                      size="compact-xs"
                      onClick={() => confirm(say('keys.revokeAsk', { name })) && revoke.mutate(id)}
                    >
                      {say('keys.revoke')}
                    </DangerButton>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}

function NewKey() {
  const say = useTexts()
  const queries = useQueryClient()
  const own = useAccount().rights
  const [name, setName] = useState('')
  const [rights, setRights] = useState<Right[]>(['question:ask'])
  const make = useMutation({
    mutationFn: () =>
      call<z.infer<typeof CreatedApiKey>>('api-keys', {
        method: 'POST',
        body: { name: name.trim(), rights },
      }),
    onSuccess: () => {
      setName('')
      void queries.invalidateQueries({ queryKey: keysKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Card withBorder padding="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={say('keys.name')}
            required
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <details>
            <summary>{say('keys.chosen', { count: rights.length })}</summary>
            <Checkbox.Group value={rights} onChange={value => setRights(value as Right[])}>
              <Group gap="xs" mt="xs">
                {own.map(right => (
                  <Checkbox key={right} size="xs" value={right} label={right} />
                ))}
              </Group>
            </Checkbox.Group>
          </details>
          <Button
            type="submit"
            disabled={rights.length === 0}
            loading={make.isPending}
            style={{ alignSelf: 'flex-start' }}
          >
            {say('keys.make')}
          </Button>
        </Stack>
      </form>
      <Refused error={make.error} />
      {make.data && (
        <div role="status">
          <Text size="sm" mt="sm" fw={600}>
            {say('keys.once')}
          </Text>
          <Group>
            <Code className="plain">{make.data.key}</Code>
            <CopyButton value={make.data.key}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {say(copied ? 'bots.copied' : 'bots.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </div>
      )}
    </Card>
  )
}
