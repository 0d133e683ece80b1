import { Button, Grid, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import type { Bot, BotSettings } from './bot.ts'
import { CareFields } from './care-fields.tsx'
import { HandoffFields } from './handoff-fields.tsx'
import { IdentityFields } from './identity-fields.tsx'
import { LookFields } from './look-fields.tsx'
import { ModeFields } from './mode-fields.tsx'
import { ModelFields } from './model-fields.tsx'
import { Preview } from './preview.tsx'
import { SpeechFields } from './speech-fields.tsx'
import { botsKey } from './use-bots.ts'
import { modelsKey } from './use-models.ts'

const fields = {
  ...{ speech: SpeechFields, look: LookFields, mode: ModeFields, handoff: HandoffFields },
  ...{ care: CareFields, identity: IdentityFields, models: ModelFields },
}

/**
 * One part of a bot's settings, with the widget as it would look beside it. Only what was changed is sent, so that two
 * who change different things do not undo each other.
 */
export function BotForm({ bot, part }: { bot: Bot; part: keyof typeof fields }) {
  const say = useTexts()
  const queries = useQueryClient()
  const mayChange = useMay('bot:update')
  const [changes, setChanges] = useState<Partial<BotSettings>>({})
  const settings = { ...bot.settings, ...changes }
  const save = useMutation({
    mutationFn: () => call<Bot>(`bots/${bot.botId}`, { method: 'PATCH', body: changes }),
    onSuccess: saved => {
      queries.setQueryData<Bot[]>(botsKey, bots =>
        bots?.map(one => (one.botId === saved.botId ? saved : one)),
      )
      setChanges({})
      void queries.invalidateQueries({ queryKey: modelsKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const Fields = fields[part]
  const changed = Object.keys(changes).length > 0
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <form onSubmit={submit}>
          <fieldset className="bare" disabled={!mayChange}>
            <Stack>
              <Fields
                botId={bot.botId}
                settings={settings}
                change={more => setChanges(known => ({ ...known, ...more }))}
              />
              <Refused error={save.error} />
              {mayChange && (
                <Group>
                  <Button type="submit" disabled={!changed} loading={save.isPending}>
                    {say('bots.save')}
                  </Button>
                  {changed && (
                    <Button variant="subtle" onClick={() => setChanges({})}>
                      {say('bots.undo')}
                    </Button>
                  )}
                  {save.isSuccess && !changed && (
                    <Text size="sm" role="status">
                      {say('bots.saved')}
                    </Text>
                  )}
                </Group>
              )}
            </Stack>
          </fieldset>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Preview settings={settings} />
      </Grid.Col>
    </Grid>
  )
}
