import { Kbd, Modal, Table } from '@mantine/core'
import type { TextKey } from '../texts/en.ts'
import { useTexts } from '../texts/index.ts'
import { commandKeys } from './keys.ts'

const others: readonly { key: string; text: TextKey }[] = [
  { key: 'Ctrl K', text: 'keys.commands' },
  { key: 'j', text: 'keys.next' },
  { key: 'k', text: 'keys.before' },
  { key: 'r', text: 'keys.reply' },
  { key: 'n', text: 'keys.note' },
]

/** Which key does what. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const say = useTexts()
  return (
    <Modal opened={opened} onClose={onClose} title={say('keys.help')}>
      <Table>
        <Table.Tbody>
          {[...others, ...commandKeys].map(({ key, text }) => (
            <Table.Tr key={key}>
              <Table.Td>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{say(text)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
