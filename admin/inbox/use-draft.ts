import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChangeConversation, DeskConversation, Macro } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { hold, type Reply } from './held-replies.ts'
import { snoozeTimes } from './snooze-times.ts'

export type Mode = 'reply' | 'note'
export type Also = { also: 'nothing' | 'resolve' } | { also: 'snooze'; snoozeUntil: string }

/** What is being written: its words, whom a note names, and what a macro adds to it. */
export function useDraft(shown: DeskConversation) {
  const { id, epoch } = shown.conversation
  const queries = useQueryClient()
  const [mode, setMode] = useState<Mode>('reply')
  const [text, setText] = useState('')
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
  const reply = (wanted: Also, attachments: string[]) => {
    const also = wanted.also === 'nothing' ? alsoOf(actions) : wanted
    const changes = changesOf(actions, shown)
    hold({
      ...{ conversationId: id, clientId: crypto.randomUUID(), text, epoch, ...also },
      ...(changes ? { changes } : {}),
      ...(attachments.length > 0 ? { attachments } : {}),
    })
    clear()
  }
  const takeUp = (taken: Reply) => {
    setMode('reply')
    setText(typed => (typed.trim() ? `${taken.text}\n${typed}` : taken.text))
    const { labelIds, priority } = taken.changes ?? {}
    setActions({ ...(labelIds ? { labelIds } : {}), ...(priority ? { priority } : {}) })
  }
  return { mode, setMode, text, setText, actions, setActions, named, setNamed, note, reply, takeUp }
}

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
