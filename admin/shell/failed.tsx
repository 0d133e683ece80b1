import { Button, Stack, Text } from '@mantine/core'
import { useTexts } from '../texts/index.ts'

/** Something could not be loaded: says so, and offers to try again. */
export function Failed({ retry }: { retry: () => void }) {
  const say = useTexts()
  return (
    <Stack align="center" p="xl" role="alert">
      <Text>{say('app.failed')}</Text>
      <Button variant="default" onClick={retry}>
        {say('app.again')}
      </Button>
    </Stack>
  )
}
