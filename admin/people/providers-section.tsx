import { Button, Group, NativeSelect, PasswordInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { IdentityProvider } from '../../src/contract/identity-provider-api.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'
import { ChangeOrDelete } from './change-or-delete.tsx'
import { useChange, useProviders, useRoleName, useRoles } from './people.ts'

/** The providers by which members sign in. */
export function ProvidersSection() {
  const say = useTexts()
  const providers = useProviders()
  const mayCreate = useMay('identity-provider:create')
  const [open, setOpen] = useState<string>()
  if (providers.isLoadingError) return <Failed retry={() => void providers.refetch()} />
  const close = () => setOpen(undefined)
  return (
    <Section title={say('provider.title')}>
      {providers.data?.length === 0 && <Text size="sm">{say('provider.none')}</Text>}
      {providers.data?.map(provider =>
        open === provider.id ? (
          <EditProvider key={provider.id} provider={provider} onDone={close} />
        ) : (
          <OneProvider key={provider.id} provider={provider} onOpen={() => setOpen(provider.id)} />
        ),
      )}
      {open === 'new' && <EditProvider onDone={close} />}
      {mayCreate && open === undefined && (
        <Button variant="default" onClick={() => setOpen('new')}>
          {say('provider.new')}
        </Button>
      )}
    </Section>
  )
}

function OneProvider({ provider, onOpen }: { provider: IdentityProvider; onOpen: () => void }) {
  const remove = useChange()
  const mayChange = useMay('identity-provider:update')
  const mayDelete = useMay('identity-provider:delete')
  return (
    <Group>
      <Text>
        {provider.name} · {provider.issuer}
      </Text>
      <ChangeOrDelete
        name={provider.name}
        onChange={mayChange && onOpen}
        onDelete={
          mayDelete && (() => remove.mutate({ path: `identity-providers/${provider.id}`, method: 'DELETE' }))
        }
      />
      {remove.error && <Text role="alert">{remove.error.message}</Text>}
    </Group>
  )
}

const listed = (text: string): string[] => text.split(/[\s,]+/).filter(part => part !== '')

function EditProvider({ provider, onDone }: { provider?: IdentityProvider; onDone: () => void }) {
  const say = useTexts()
  const roles = useRoles(useMay('role:read'))
  const nameOf = useRoleName(roles.data)
  const [fields, setFields] = useState({
    name: provider?.name ?? '',
    issuer: provider?.issuer ?? '',
    clientId: provider?.clientId ?? '',
    clientSecret: '',
    domains: provider?.domains.join(', ') ?? '',
    role: provider?.role ?? '',
  })
  const save = useChange(onDone)
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setFields(before => ({ ...before, [name]: value }))
    },
  })
  const { name, issuer, clientId, clientSecret } = fields
  const body = {
    ...{ name, issuer, clientId, domains: listed(fields.domains), role: fields.role || null },
    ...(clientSecret ? { clientSecret } : {}),
  }
  const send = () =>
    save.mutate(
      provider
        ? { path: `identity-providers/${provider.id}`, method: 'PUT', body }
        : { path: 'identity-providers', method: 'POST', body },
    )
  const url = new URL('../api/v1/session/callback', document.baseURI).href
  return (
    <Section title={provider?.name ?? say('provider.new')} error={save.error?.message} onSubmit={send}>
      <Text size="sm">{say('provider.callback', { url })}</Text>
      <TextInput w="100%" label={say('provider.name')} required {...field('name')} />
      <TextInput w="100%" label={say('provider.issuer')} type="url" required {...field('issuer')} />
      <TextInput w="100%" label={say('provider.clientId')} required {...field('clientId')} />
      <PasswordInput
        w="100%"
        label={say('provider.secret')}
        description={provider?.hasSecret ? say('provider.secretKept') : undefined}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': say('session.show') }}
        {...field('clientSecret')}
      />
      <TextInput w="100%" label={say('provider.domains')} {...field('domains')} />
      <NativeSelect
        label={say('provider.role')}
        data={[
          { value: '', label: say('provider.invited') },
          ...(roles.data?.map(({ id }) => ({ value: id, label: nameOf(id) })) ?? []),
        ]}
        {...field('role')}
      />
      <Group>
        <Button type="submit" loading={save.isPending}>
          {say('people.save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {say('app.cancel')}
        </Button>
      </Group>
    </Section>
  )
}
