import { Button, Card, Group, Select, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { GivePinnedAnswer, PinnedAnswer } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { LinesInput } from '../shell/lines-input.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { usePages } from './use-pages.ts'

export const pinnedKey = ['pinned-answers']

/** Pins an answer, or changes one that is pinned. */
export function PinForm({ pinned, onDone }: { pinned?: PinnedAnswer; onDone: () => void }) {
  const say = useTexts()
  const queries = useQueryClient()
  const pages = usePages()
  const [given, setGiven] = useState({
    questions: pinned?.questions ?? [],
    text: pinned?.text ?? '',
    pageId: pinned?.pageId ?? null,
  })
  const save = useMutation({
    mutationFn: (body: GivePinnedAnswer) =>
      pinned
        ? call(`pinned-answers/${pinned.id}`, { method: 'PUT', body })
        : call('pinned-answers', { method: 'POST', body }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: pinnedKey })
      onDone()
    },
  })
  const { questions, text, pageId } = given
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (pageId) save.mutate({ questions, text, pageId })
  }
  return (
    <Card withBorder padding="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <LinesInput
            label={say('pinned.questions')}
            lines={questions}
            onChange={lines => setGiven(known => ({ ...known, questions: lines }))}
          />
          <Textarea
            label={say('pinned.text')}
            autosize
            minRows={2}
            maxLength={4_000}
            required
            value={text}
            onChange={({ currentTarget: { value } }) => setGiven(known => ({ ...known, text: value }))}
          />
          <Select
            label={say('pinned.page')}
            placeholder={say('pinned.choosePage')}
            required
            searchable
            limit={50}
            data={
              pages.data?.map(({ id, title, path }) => ({ value: id, label: `${title} (${path})` })) ?? []
            }
            value={pageId}
            onChange={value => setGiven(known => ({ ...known, pageId: value }))}
          />
          <Group gap="xs">
            <Button
              type="submit"
              disabled={questions.length === 0 || text.trim() === '' || !pageId}
              loading={save.isPending}
            >
              {say('pinned.save')}
            </Button>
            <Button variant="subtle" onClick={onDone}>
              {say('pinned.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Refused error={save.error} />
    </Card>
  )
}
