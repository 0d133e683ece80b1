import { Button, Group, Text } from '@mantine/core'
import type { DeskConversation } from '../../../src/contract/desk-api.ts'
import { useMay } from '../../shell/account.ts'
import { Refused } from '../../shell/refused.tsx'
import { useTexts } from '../../texts/index.ts'
import { AskPages } from './ask-pages.tsx'
import { Rewording } from './rewording.tsx'
import { useDraftFromPages } from './use-copilot.ts'

/** What helps a member write: drafts and answers from the pages, and a model that says their own words otherwise. */
export function Copilot(props: {
  shown: DeskConversation
  text: string
  onText: (text: string) => void
  /** Puts words where the caret stands. */
  onInsert: (text: string) => void
}) {
  const say = useTexts()
  const { id, language } = props.shown.conversation
  const mayDraft = [useMay('draft:create'), useMay('message:read')].every(Boolean)
  const mayAsk = useMay('question:ask')
  return (
    <section className="copilot" id="copilot" aria-label={say('copilot.title')}>
      <Rewording id={id} language={language} text={props.text} onText={props.onText} />
      {mayDraft && <DraftFromPages id={id} />}
      {mayAsk && <AskPages id={id} onInsert={props.onInsert} />}
    </section>
  )
}

function DraftFromPages({ id }: { id: string }) {
  const say = useTexts()
  const draft = useDraftFromPages(id)
  const { data } = draft
  return (
    <>
      <Group gap="xs">
        <Button size="compact-xs" variant="light" loading={draft.isPending} onClick={() => draft.mutate()}>
          {say('copilot.draft')}
        </Button>
        <Text size="xs" role="status">
          {data && say(data.draft ? 'copilot.drafted' : 'draft.refused')}
        </Text>
        {!data && (
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {say('copilot.draftHint')}
          </Text>
        )}
      </Group>
      <Refused error={draft.error} />
    </>
  )
}
