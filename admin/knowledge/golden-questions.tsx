import { Button, Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { GoldenQuestion } from '../../src/contract/operator-api.ts'
import { useChangeList } from '../api/change-list.ts'
import { call } from '../api/client.ts'
import { saveFile } from '../api/save-file.ts'
import { useMay } from '../shell/account.ts'
import { DangerButton } from '../shell/danger-button.tsx'
import { Failed } from '../shell/failed.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'

export const goldenKey = ['golden-questions']

/** The questions with what is right for them, and the file that `careline eval` reads. */
export function GoldenQuestions() {
  const say = useTexts()
  const mayRemove = useMay('golden-question:delete')
  const golden = useQuery({
    queryKey: goldenKey,
    queryFn: async () =>
      (await call<{ goldenQuestions: GoldenQuestion[] }>('golden-questions')).goldenQuestions,
  })
  const remove = useChangeList<GoldenQuestion, string>(goldenKey, {
    send: id => call(`golden-questions/${id}`, { method: 'DELETE' }),
    apply: (questions, id) => questions.filter(one => one.id !== id),
  })
  const save = useMutation({ mutationFn: () => saveFile('golden-questions.jsonl', 'questions.jsonl') })
  if (golden.isLoadingError) return <Failed retry={() => void golden.refetch()} />
  if (!golden.data) return <Skeleton h={120} />
  if (golden.data.length === 0) return <Text c="dimmed">{say('golden.none')}</Text>
  return (
    <Stack>
      <Text size="sm">{say('golden.how')}</Text>
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => save.mutate()}>
        {say('golden.download')}
      </Button>
      <Refused error={save.error ?? remove.error} />
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('bench.question')}</Table.Th>
              <Table.Th>{say('golden.right')}</Table.Th>
              {mayRemove && (
                <Table.Th>
                  <VisuallyHidden>{say('knowledge.remove')}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {golden.data.map(({ id, question, answerable, goldPaths }) => (
              <Table.Tr key={id}>
                <Table.Td className="plain">{question}</Table.Td>
                <Table.Td className="plain">
                  {answerable ? goldPaths.join(', ') : say('golden.unanswerable')}
                </Table.Td>
                {mayRemove && (
                  <Table.Td ta="end">
                    <DangerButton size="compact-xs" onClick={() => remove.mutate(id)}>
                      {say('knowledge.remove')}
                    </DangerButton>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}
