import { Alert, Button, Group, Menu, SegmentedControl, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { DeskConversation, Macro } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useAccount, useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { useTyping } from './activity.ts'
import { useAttachments } from './attachments/use-attachments.ts'
import { AttachButton, WaitingFiles } from './attachments/waiting-files.tsx'

/** Where a member writes: to the visitor while they hold the conversation, or a note to colleagues. */
export function Composer({
  shown,
  proposed,
  onTaken,
}: {
  shown: DeskConversation
  /** Words to put in, once: what is typed already is kept after them. */
  proposed?: string | undefined
  onTaken: () => void
}) {
  const say = useTexts()
  const { memberId } = useAccount()
  const [mode, setMode] = useState<'reply' | 'note'>('reply')
  const [text, setText] = useState('')
  useEffect(() => {
    if (proposed === undefined) return
    setMode('reply')
    setText(typed => (typed.trim() ? `${proposed}\n${typed}` : proposed))
    onTaken()
  }, [proposed, onTaken])
  const [mayReply, mayNote] = [useMay('conversation:reply'), useMay('note:create')]
  const { holder, epoch, id } = shown.conversation
  const typing = useTyping(id)
  const attachments = useAttachments(id)
  const send = useSend(id, mode => {
    write('')
    if (mode === 'reply') attachments.clear()
  })
  const write = (next: string) => {
    setText(next)
    if (mode === 'reply') typing(next !== '')
  }
  if (!mayReply && !mayNote) return null
  const holds = holder === `member:${memberId}`
  const hasFiles = mode === 'reply' && attachments.waiting.length > 0
  const ready =
    (text.trim() !== '' || hasFiles) &&
    !send.isPending &&
    !attachments.isPending &&
    (mode === 'note' || holds)
  const submit = (also: 'nothing' | 'resolve' = 'nothing') => {
    if (ready) send.mutate({ mode, text, epoch, also, files: attachments.waiting.map(({ id }) => id) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
  }
  return (
    <form
      style={{ padding: 12, borderBlockStart: '1px solid var(--mantine-color-default-border)' }}
      {...(mode === 'reply' && holds
        ? {
            onPaste: attachments.onPaste,
            onDragOver: attachments.onDragOver,
            onDrop: attachments.onDrop,
          }
        : {})}
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <Group gap="xs" mb={6}>
        <SegmentedControl
          size="xs"
          value={mode}
          onChange={value => setMode(value as 'reply' | 'note')}
          data={[
            { value: 'reply', label: say('composer.reply') },
            { value: 'note', label: say('composer.note') },
          ]}
        />
        {mode === 'reply' && holds && <AttachButton attachments={attachments} />}
        <Macros onChoose={macro => write(filled(macro.text, shown))} />
        {mode === 'reply' && !holds && (
          <Text size="xs" c="dimmed">
            {say('composer.takeFirst')}
          </Text>
        )}
      </Group>
      <Textarea
        aria-label={say(mode === 'reply' ? 'composer.reply' : 'composer.note')}
        placeholder={say(mode === 'reply' ? 'composer.placeholder' : 'composer.notePlaceholder')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        value={text}
        onChange={event => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {mode === 'reply' && <WaitingFiles attachments={attachments} />}
      {send.error && (
        <Alert color="red" mt="xs" role="alert">
          {send.error.message}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt={6}>
        {mode === 'reply' && (
          <Button size="compact-md" variant="default" disabled={!ready} onClick={() => submit('resolve')}>
            {say('composer.sendResolve')}
          </Button>
        )}
        <Button size="compact-md" type="submit" disabled={!ready} loading={send.isPending}>
          {say(mode === 'reply' ? 'composer.send' : 'composer.saveNote')}
        </Button>
      </Group>
    </form>
  )
}

interface Sending {
  mode: 'reply' | 'note'
  text: string
  epoch: number
  also: 'nothing' | 'resolve'
  /** Ids of the files that go with it. */
  files: string[]
}

/** What is sent keeps its id over a retry, so that it is stored once. */
function useSend(id: string, onSent: (mode: Sending['mode']) => void) {
  const queries = useQueryClient()
  const [clientId, setClientId] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: ({ mode, text, epoch, also, files }: Sending) =>
      mode === 'note'
        ? call(`desk/conversations/${id}/notes`, { method: 'POST', body: { text } })
        : call(`desk/conversations/${id}/messages`, {
            method: 'POST',
            body: { clientId, text, epoch, also, ...(files.length > 0 ? { attachments: files } : {}) },
          }),
    onSuccess: (_, { mode }) => {
      setClientId(crypto.randomUUID())
      onSent(mode)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversation', id] }),
  })
}

function Macros({ onChoose }: { onChoose: (macro: Macro) => void }) {
  const say = useTexts()
  const macros = useQuery({
    queryKey: ['macros'],
    queryFn: async () => (await call<{ macros: Macro[] }>('macros')).macros,
    staleTime: 60_000,
  })
  if (!macros.data?.length) return null
  return (
    <Menu>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle">
          {say('composer.macros')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {macros.data.map(macro => (
          <Menu.Item key={macro.id} onClick={() => onChoose(macro)}>
            {macro.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** A macro with what is known of the visitor in the place of its variables; what is not known leaves a gap to be seen. */
function filled(text: string, { line }: DeskConversation): string {
  const known: Record<string, string | null | undefined> = {
    'contact.name': line.contact?.name,
    'contact.email': line.contact?.email,
  }
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => known[name] ?? whole)
}
