import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Attachment } from '../../src/contract/conversation.ts'
import type { ChangeConversation, DeskConversation, Macro } from '../../src/contract/desk-api.ts'
import type { Draft } from '../../src/contract/draft-api.ts'
import { call } from '../api/client.ts'
import { hold, type Reply } from './held-replies.ts'
import { snoozeTimes } from './snooze-times.ts'

export type Mode = 'reply' | 'note'
export type Also = { also: 'nothing' | 'resolve' } | { also: 'snooze'; snoozeUntil: string }

/** What is being written: its words, the draft they came from, whom a note names, and what a macro adds to it. */
export function useWriting(shown: DeskConversation) {
  const { id, epoch } = shown.conversation
  const queries = useQueryClient()
  const [mode, setMode] = useState<Mode>('reply')
  const [text, setWords] = useState('')
  const [draftId, setDraftId] = useState<string>()
  /** Whoever clears the field begins anew, with words of their own. */
  const setText = useCallback((next: string | ((typed: string) => string)) => {
    setWords(next)
    if (next === '') setDraftId(undefined)
  }, [])
  const [actions, setActions] = useState<Macro['actions']>({})
  const [named, setNamed] = useState<readonly { id: string; name: string }[]>([])
  const clear = () => {
    setText('')
    setActions({})
    setNamed([])
  }
  const note = useMutation({
    mutationFn: () =>
      call(`desk/conversations/${id}/notes`, {
        method: 'POST',
        body: { text, mentions: mentionsIn(text, named) },
      }),
    onSuccess: clear,
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversation', id] }),
  })
  const use = (draft: Draft) => {
    setMode('reply')
    setWords(draft.text)
    setDraftId(draft.id)
  }
  const reply = (wanted: Also, attachments: readonly Attachment[], draft?: Draft) => {
    const also = wanted.also === 'nothing' ? alsoOf(actions) : wanted
    const changes = changesOf(actions, shown)
    hold({
      ...{ conversationId: id, clientId: crypto.randomUUID(), text, epoch, ...also },
      ...(changes ? { changes } : {}),
      ...(attachments.length > 0 ? { attachments } : {}),
      ...(draft ? { draftId: draft.id } : {}),
    })
    clear()
  }
  /** Sends a draft as it is; what is typed stays. */
  const send = (draft: Draft) =>
    hold({
      ...{ conversationId: id, clientId: crypto.randomUUID(), text: draft.text, epoch, also: 'nothing' },
      draftId: draft.id,
    })
  const takeUp = (taken: Reply) => {
    setMode('reply')
    setText(typed => (typed.trim() ? `${taken.text}\n${typed}` : taken.text))
    setDraftId(taken.draftId)
    const { labelIds, priority } = taken.changes ?? {}
    setActions({ ...(labelIds ? { labelIds } : {}), ...(priority ? { priority } : {}) })
  }
  return {
    ...{ mode, setMode, text, setText, actions, setActions, named, setNamed },
    ...{ draftId, use, send, note, reply, takeUp },
  }
}

export type Writing = ReturnType<typeof useWriting>

/** Whom a note names, as far as their names still stand in it. */
function mentionsIn(text: string, named: readonly { id: string; name: string }[]): string[] {
  return [...new Set(named.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id))]
}

function alsoOf({ status }: Macro['actions']): Also {
  if (status === 'resolved') return { also: 'resolve' }
  const tomorrow = snoozeTimes()[1]!.at
  return status === 'snoozed' ? { also: 'snooze', snoozeUntil: tomorrow.toISOString() } : { also: 'nothing' }
}

/** What a macro changes beside the status; labels are added to those there are. */
export function changesOf(
  { labelIds, priority }: Macro['actions'],
  { line }: DeskConversation,
): ChangeConversation | undefined {
  if (!labelIds?.length && !priority) return undefined
  return {
    ...(labelIds?.length ? { labelIds: [...new Set([...line.labels, ...labelIds])] } : {}),
    ...(priority ? { priority } : {}),
  }
}
