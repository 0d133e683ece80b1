import { CloseButton, Drawer, Group, type MantineSize, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/index.ts'

/**
 * A drawer at the side with its title and a way to close it. Its head is no `header` element: a dialog's would count as a
 * second banner of the page.
 */
export function Sheet(props: {
  title: string
  size?: MantineSize
  onClose: () => void
  children: ReactNode
}) {
  const say = useTexts()
  const { title, size = 'md', onClose, children } = props
  return (
    <Drawer.Root opened onClose={onClose} position="right" size={size}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <Group justify="space-between" wrap="nowrap" py="md" align="start">
            <Title order={2} size="h4" className="plain">
              {title}
            </Title>
            <CloseButton aria-label={say('app.close')} onClick={onClose} />
          </Group>
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
