import { Center, Loader } from '@mantine/core'
import { useTexts } from '../texts/index.ts'

/** Something is on its way. */
export function Loading({ h = 200 }: { h?: number | string }) {
  const say = useTexts()
  return (
    <Center h={h}>
      <Loader aria-label={say('app.loading')} />
    </Center>
  )
}
