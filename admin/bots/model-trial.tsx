import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ModelTrial as Trial } from '../../src/contract/bot-models.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'

/** Asks a model one word, with the keys and addresses that are saved, and says in words what came of it. */
export function ModelTrial({ botId, model }: { botId: string; model: string }) {
  const say = useTexts()
  const mayTry = useMay('bot:update')
  const trial = useMutation({
    mutationFn: () => call<Trial>(`bots/${botId}/model-trial`, { method: 'POST', body: { model } }),
  })
  if (!mayTry) return null
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={say('models.tryIt', { model })}
        loading={trial.isPending}
        onClick={() => trial.mutate()}
      >
        {say('models.try')}
      </Button>
      <Text size="sm" role="status" component="span">
        {trial.data &&
          (trial.data.problem
            ? say(`trial.${trial.data.problem}`)
            : say('trial.works', { ms: trial.data.ms }))}
        {trial.error?.message}
      </Text>
    </>
  )
}
