import { Alert, Box, Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { DeskConversation, Macro } from '../../src/contract/desk-api.ts'
import { useMembers } from '../people/people.ts'
import { useAccount, useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { useTyping } from './activity.ts'
import { useAttachments } from './attachments/use-attachments.ts'
import { AttachButton, WaitingFiles } from './attachments/waiting-files.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import { useHeld } from './held-replies.ts'
import { HeldReply } from './held-reply.tsx'
import { filled, useMacros } from './macros.ts'
import { SnoozeMenu } from './snooze-menu.tsx'
import { StagedActions } from './staged-actions.tsx'
import { type Suggestion, Suggestions } from './suggestions.tsx'
import { replaced, wordBefore } from './typed-word.ts'
import { type Also, useDraft } from './use-draft.ts'
import { useSuggestions } from './use-suggestions.ts'

/** What the keys of the inbox can ask of the composer. */
export interface ComposerWish {
  mode: 'reply' | 'note'
  /** Counted up, so that the same wish can come twice. */
  at: number
}

/** Where a member writes: to the visitor while they hold the conversation, or a note to colleagues. */
export function Composer({
  shown,
  proposed,
  onTaken,
  wish,
}: {
  shown: DeskConversation
  /** Words to put in, once: what is typed already is kept after them. */
  proposed?: string | undefined
  onTaken: () => void
  wish?: ComposerWish | undefined
}) {
  const say = useTexts()
  const account = useAccount()
  const field = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)
  const draft = useDraft(shown)
  const { mode, setMode, text, setText, note } = draft
  useEffect(() => {
    if (proposed === undefined) return
    setMode('reply')
    setText(typed => (typed.trim() ? `${proposed}\n${typed}` : proposed))
    onTaken()
  }, [proposed, onTaken, setMode, setText])
  useEffect(() => {
    if (!wish) return
    setMode(wish.mode)
    field.current?.focus()
  }, [wish, setMode])
  const [mayReply, mayNote] = [useMay('conversation:reply'), useMay('note:create')]
  const { holder, id } = shown.conversation
  const typing = useTyping(id)
  const held = useHeld(id)
  const attachments = useAttachments(id)
  const macros = useMacros()
  const members = useMembers()

  const put = ({ text: next, caret: at }: { text: string; caret: number }) => {
    write(next, at)
    // After the field has its new text.
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at, at)
    })
  }
  const write = (next: string, at: number) => {
    setText(next)
    setCaret(at)
    if (mode === 'reply') typing(next !== '')
  }
  const word = wordBefore(text, caret)
  const asked = word?.sign === '/' || mode === 'note' ? word : undefined
  const all: Suggestion[] =
    asked?.sign === '@'
      ? (members.data ?? [])
          .filter(member => member.id !== account.memberId)
          .map(({ id: memberId, name }) => ({ id: memberId, name }))
      : (macros.data ?? []).map(macro => ({ id: macro.id, name: macro.name, detail: macro.text }))
  const choose = (suggestion: Suggestion) => {
    if (!asked) return
    const macro = macros.data?.find(one => one.id === suggestion.id)
    if (macro) insertMacro(macro)
    else {
      draft.setNamed([...draft.named, suggestion])
      put(replaced(text, asked, `@${suggestion.name} `))
    }
  }
  const insertMacro = (macro: Macro) => {
    draft.setActions(macro.actions)
    put(replaced(text, asked ?? { start: caret, end: caret }, filled(macro.text, shown, account)))
  }
  const suggestions = useSuggestions(asked, all, choose)

  if (!mayReply && !mayNote) return null
  const holds = holder === `member:${account.memberId}`
  const failed = held?.state === 'failed'
  const files = mode === 'reply' ? attachments.waiting : []
  const isBusy = note.isPending || attachments.isPending
  const ready = (text.trim() !== '' || files.length > 0) && !isBusy && (mode === 'note' || (holds && !failed))
  const submit = (also: Also = { also: 'nothing' }) => {
    if (!ready) return
    typing(false)
    if (mode === 'note') note.mutate()
    else {
      draft.reply(
        also,
        files.map(({ id }) => id),
      )
      attachments.clear()
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (suggestions.onKey(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
    if (event.key === 'Escape') field.current?.blur()
  }
  return (
    <form
      className="composer"
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
      <HeldReply id={id} onBack={draft.takeUp} />
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
        <EmojiPicker onChoose={emoji => put(replaced(text, { start: caret, end: caret }, emoji))} />
        <Text size="xs" c="dimmed">
          {say(mode === 'note' ? 'composer.hintNote' : holds ? 'composer.hint' : 'composer.takeFirst')}
        </Text>
      </Group>
      <Box pos="relative">
        {suggestions.shown.length > 0 && (
          <Suggestions
            id={suggestions.listId}
            label={say(asked?.sign === '@' ? 'people.members' : 'composer.macros')}
            suggestions={suggestions.shown}
            marked={suggestions.marked}
            onChoose={suggestions.choose}
          />
        )}
        <Textarea
          ref={field}
          aria-label={say(mode === 'reply' ? 'composer.reply' : 'composer.note')}
          aria-autocomplete="list"
          {...suggestions.field}
          placeholder={say(mode === 'reply' ? 'composer.placeholder' : 'composer.notePlaceholder')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          value={text}
          onChange={({ currentTarget }) => write(currentTarget.value, currentTarget.selectionStart)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
      </Box>
      {mode === 'reply' && <WaitingFiles attachments={attachments} />}
      <StagedActions actions={draft.actions} onDrop={() => draft.setActions({})} />
      {note.error && (
        <Alert color="red" mt="xs" role="alert">
          {note.error.message}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt={6}>
        {mode === 'reply' && (
          <>
            <SnoozeMenu
              label={say('composer.sendSnooze')}
              disabled={!ready}
              onChoose={until => submit({ also: 'snooze', snoozeUntil: until.toISOString() })}
            />
            <Button
              size="compact-sm"
              variant="default"
              disabled={!ready}
              onClick={() => submit({ also: 'resolve' })}
            >
              {say('composer.sendResolve')}
            </Button>
          </>
        )}
        <Button size="compact-sm" type="submit" disabled={!ready} loading={note.isPending}>
          {say(mode === 'reply' ? 'composer.send' : 'composer.saveNote')}
        </Button>
      </Group>
    </form>
  )
}
