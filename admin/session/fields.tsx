import { PasswordInput, TextInput } from '@mantine/core'
import { useTexts } from '../texts/index.ts'

/** A field of the ways in and of one's own account: what is typed, and where it goes. */
interface Field {
  value: string
  onChange: (value: string) => void
  label?: string
}

/** The name of a person. */
export function NameField({ value, onChange, label }: Field) {
  const say = useTexts()
  return (
    <TextInput
      label={label ?? say('session.name')}
      autoComplete="name"
      required
      maxLength={120}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

/** An e-mail address: one's own, by which one signs in, or that of somebody else. */
export function EmailField({
  value,
  onChange,
  label,
  readOnly,
  others,
}: Field & { readOnly?: boolean; others?: boolean }) {
  const say = useTexts()
  return (
    <TextInput
      label={label ?? say('session.email')}
      type="email"
      autoComplete={others ? 'off' : 'username'}
      required
      readOnly={readOnly ?? false}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

/** The password one has, or with `isNew` one that is chosen now. */
export function PasswordField({ value, onChange, label, isNew }: Field & { isNew?: boolean }) {
  const say = useTexts()
  return (
    <PasswordInput
      label={label ?? say('session.password')}
      {...(isNew ? { description: say('session.hint') } : {})}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      visibilityToggleButtonProps={{ 'aria-label': say('session.show') }}
      required
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

/** A code of the authenticator app, or with `recovery` a recovery code as well. */
export function CodeField({ value, onChange, recovery }: Field & { recovery?: boolean }) {
  const say = useTexts()
  return (
    <TextInput
      label={say(recovery ? 'session.code' : 'account.code')}
      autoComplete="one-time-code"
      required
      data-autofocus
      autoFocus={recovery ?? false}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
