import { Button, Checkbox, Fieldset, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Role } from '../../src/contract/accounts-api.ts'
import type { Right } from '../../src/contract/rights.ts'
import { useMay } from '../shell/account.ts'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'
import { ChangeOrDelete } from './change-or-delete.tsx'
import { useChange, useRoleName, useRoles } from './people.ts'

/** The roles: those that every workspace has, and one's own as sets of named rights. */
export function RolesSection() {
  const say = useTexts()
  const roles = useRoles(true)
  const nameOf = useRoleName(roles.data)
  const mayCreate = useMay('role:create')
  const [open, setOpen] = useState<string>()
  const own = roles.data?.filter(({ builtIn }) => !builtIn) ?? []
  const builtIn = roles.data?.filter(role => role.builtIn) ?? []
  return (
    <Section title={say('people.roles')}>
      <Text size="sm">
        {say('people.builtIn', { names: builtIn.map(({ id }) => nameOf(id)).join(', ') })}
      </Text>
      {own.map(role =>
        open === role.id ? (
          <EditRole key={role.id} role={role} onDone={() => setOpen(undefined)} />
        ) : (
          <OneRole key={role.id} role={role} onOpen={() => setOpen(role.id)} />
        ),
      )}
      {open === 'new' && <EditRole onDone={() => setOpen(undefined)} />}
      {mayCreate && open === undefined && (
        <Button variant="default" onClick={() => setOpen('new')}>
          {say('people.newRole')}
        </Button>
      )}
    </Section>
  )
}

function OneRole({ role, onOpen }: { role: Role; onOpen: () => void }) {
  const remove = useChange()
  const mayChange = useMay('role:update')
  const mayDelete = useMay('role:delete')
  return (
    <Group>
      <Text>{role.name}</Text>
      <ChangeOrDelete
        name={role.name}
        onChange={mayChange && onOpen}
        onDelete={mayDelete && (() => remove.mutate({ path: `roles/${role.id}`, method: 'DELETE' }))}
      />
      {remove.error && <Text role="alert">{remove.error.message}</Text>}
    </Group>
  )
}

function EditRole({ role, onDone }: { role?: Role; onDone: () => void }) {
  const say = useTexts()
  const [name, setName] = useState(role?.name ?? '')
  const [rights, setRights] = useState<string[]>(role?.rights ?? [])
  const all = useRoles(true).data?.find(({ id }) => id === 'owner')?.rights ?? []
  const save = useChange(onDone)
  const body = { name, rights: rights as Right[] }
  return (
    <form
      style={{ inlineSize: '100%' }}
      onSubmit={event => {
        event.preventDefault()
        save.mutate(
          role ? { path: `roles/${role.id}`, method: 'PUT', body } : { path: 'roles', method: 'POST', body },
        )
      }}
    >
      <TextInput
        label={say('people.roleName')}
        required
        maxLength={120}
        error={save.error?.message}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
        mb="sm"
      />
      <Checkbox.Group value={rights} onChange={setRights}>
        {Object.entries(byObject(all)).map(([object, rightsOf]) => (
          <Fieldset key={object} legend={object} mb="xs" p="xs">
            <Group>
              {rightsOf.map(right => (
                <Checkbox key={right} value={right} label={right.slice(object.length + 1)} />
              ))}
            </Group>
          </Fieldset>
        ))}
      </Checkbox.Group>
      <Group mt="sm">
        <Button type="submit" loading={save.isPending}>
          {say('people.save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {say('app.cancel')}
        </Button>
      </Group>
    </form>
  )
}

/** The rights of the owner, who has all, by the object they are about. */
function byObject(rights: readonly Right[]): Record<string, Right[]> {
  const sorted: Record<string, Right[]> = {}
  for (const right of rights) {
    const object = right.slice(0, right.indexOf(':'))
    sorted[object] = [...(sorted[object] ?? []), right]
  }
  return sorted
}
