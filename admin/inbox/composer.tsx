import { Alert, Box, Text, Textarea } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { DeskConversation } from '../../src/contract/desk-api.ts'
import { useAccount, useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { useTyping } from './activity.ts'
import { useAttachments } from './attachments/use-attachments.ts'
import { WaitingFiles } from './attachments/waiting-files.tsx'
import { ComposerTools } from './composer-tools.tsx'
import { Copilot } from './copilot/copilot.tsx'
import { useWaitingDraft } from './drafts/use-waiting-draft.ts'
import { WaitingDraft } from './drafts/waiting-draft.tsx'
import { type Reply, useHeld } from './held-replies.ts'
import { HeldReply } from './held-reply.tsx'
import { SendButtons } from './send-buttons.tsx'
import { StagedActions } from './staged-actions.tsx'
import { Suggestions } from './suggestions.tsx'
import { replaced } from './typed-word.ts'
import { useInsertions } from './use-insertions.ts'
import { type Also, useWriting } from './use-writing.ts'

/** What the keys of the inbox can ask of the composer. */
export interface ComposerWish {
  mode: 'reply' | 'note'
  /** Counted up, so that the same wish can come twice. */
  at: number
}

/**
 * Where a member writes: to the visitor while they hold the conversation, or with a draft that waits, or a note to
 * colleagues.
 */
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
  const [isOpen, setOpen] = useState(false)
  const writing = useWriting(shown)
  const { mode, setMode, text, setText, note } = writing
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
  const waiting = useWaitingDraft(id)

  const write = (next: string, at: number) => {
    setText(next)
    setCaret(at)
    if (mode === 'reply') typing(next !== '')
  }
  const put = ({ text: next, caret: at }: { text: string; caret: number }) => {
    write(next, at)
    // After the field has its new text.
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at, at)
    })
  }
  const insertions = useInsertions(shown, writing, caret, put)

  const holds = holder === `member:${account.memberId}`
  const draft = waiting && waiting.id === writing.draftId ? waiting : undefined
  const maySend = holds || (draft !== undefined && !holder.startsWith('member:'))
  const files = mode === 'reply' ? attachments.waiting : []
  const isBusy = note.isPending || attachments.isPending
  const mayReplyNow = maySend && held?.state !== 'failed'
  const ready = (text.trim() !== '' || files.length > 0) && !isBusy && (mode === 'note' || mayReplyNow)
  const submit = (also: Also = { also: 'nothing' }) => {
    if (!ready) return
    typing(false)
    if (mode === 'note') return note.mutate()
    writing.reply(also, files, draft)
    attachments.clear()
  }
  const takeUp = (reply: Reply) => {
    writing.takeUp(reply)
    attachments.putBack(reply.attachments)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (insertions.onKey(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
    if (event.key === 'Escape') field.current?.blur()
  }
  const shownDraft = waiting && (
    <WaitingDraft
      key={waiting.id}
      shown={shown}
      draft={waiting}
      isInUse={draft !== undefined}
      onUse={() => {
        writing.use(waiting)
        field.current?.focus()
      }}
      onSend={() => writing.send(waiting)}
    />
  )
  if (!mayReply && !mayNote) return shownDraft
  const { onPaste, onDragOver, onDrop } = attachments
  return (
    <>
      {shownDraft}
      <form
        className="composer"
        {...(mode === 'reply' && holds ? { onPaste, onDragOver, onDrop } : {})}
        onSubmit={event => {
          event.preventDefault()
          submit()
        }}
      >
        <HeldReply id={id} onBack={takeUp} />
        <ComposerTools
          mode={mode}
          onMode={setMode}
          maySend={maySend}
          attachments={mode === 'reply' && holds ? attachments : undefined}
          copilot={mode === 'reply' && mayReply ? { isOpen, onToggle: () => setOpen(!isOpen) } : undefined}
          onEmoji={emoji => put(replaced(text, { start: caret, end: caret }, emoji))}
        />
        {mode === 'reply' && mayReply && isOpen && (
          <Copilot
            shown={shown}
            text={text}
            onText={next => write(next, next.length)}
            onInsert={words => put(replaced(text, { start: caret, end: caret }, words))}
          />
        )}
        <Box pos="relative">
          {insertions.shown.length > 0 && (
            <Suggestions
              id={insertions.listId}
              label={say(insertions.sign === '@' ? 'people.members' : 'composer.macros')}
              suggestions={insertions.shown}
              marked={insertions.marked}
              onChoose={insertions.choose}
            />
          )}
          <Textarea
            ref={field}
            aria-label={say(mode === 'reply' ? 'composer.reply' : 'composer.note')}
            aria-autocomplete="list"
            {...insertions.field}
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
        {writing.draftId !== undefined && waiting !== undefined && !draft && (
          <Text size="xs" role="status" mt={4}>
            {say('draft.overtaken')}
          </Text>
        )}
        {mode === 'reply' && <WaitingFiles attachments={attachments} />}
        <StagedActions actions={writing.actions} onDrop={() => writing.setActions({})} />
        {note.error && (
          <Alert color="red" mt="xs" role="alert">
            {note.error.message}
          </Alert>
        )}
        <SendButtons mode={mode} disabled={!ready} isSaving={note.isPending} onSend={submit} />
      </form>
    </>
  )
}
