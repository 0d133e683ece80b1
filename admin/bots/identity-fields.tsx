import { Text, Textarea } from '@mantine/core'
import { useTexts } from '../texts/index.ts'
import type { FieldsProps } from './bot.ts'

/** With which key the site's server vouches for the bot's visitors. */
export function IdentityFields({ settings, change }: FieldsProps) {
  const say = useTexts()
  return (
    <>
      <Text size="sm">{say('bots.identityHint')}</Text>
      <Textarea
        label={say('bots.publicKey')}
        description={say('bots.publicKeyHint')}
        autosize
        minRows={3}
        dir="ltr"
        spellCheck={false}
        value={settings.identityPublicKey ?? ''}
        onChange={event => change({ identityPublicKey: event.currentTarget.value.trim() || null })}
      />
    </>
  )
}
