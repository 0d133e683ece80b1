import { Text } from '@mantine/core'
import type { Activity } from '../../src/contract/activity.ts'
import { useTexts } from '../texts/index.ts'
import { usePresent } from './activity.ts'

/** Who types or looks on beside whoever reads this; a line that is there also when it is empty, so that nothing jumps. */
export function Present({ id }: { id: string }) {
  const say = useTexts()
  const told = ({ by, name, doing }: Activity) =>
    by === 'visitor'
      ? say('present.visitor')
      : say(doing === 'typing' ? 'present.typing' : 'present.viewing', {
          name: name ?? say('present.colleague'),
        })
  return (
    <Text role="status" size="xs" c="dimmed" px="md" mih="1.5em">
      {usePresent(id).map(told).join(' · ')}
    </Text>
  )
}
