import { useMutation } from '@tanstack/react-query'
import { type ClipboardEvent, type DragEvent, useState } from 'react'
import type { Attachment } from '../../../src/contract/conversation.ts'
import { call } from '../../api/client.ts'
import { base64Of } from './base64.ts'

/** The files that wait for the next message of a conversation: chosen, pasted or dropped, and uploaded at once. */
export function useAttachments(conversationId: string) {
  const [waiting, setWaiting] = useState<Attachment[]>([])
  const upload = useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const file of files) {
        const body = { name: file.name, base64: await base64Of(file) }
        const path = `desk/conversations/${conversationId}/attachments`
        const { attachment } = await call<{ attachment: Attachment }>(path, { method: 'POST', body })
        setWaiting(before => [...before, attachment])
      }
    },
  })
  /** Whether there were files among what was pasted or dropped. */
  const take = (given: DataTransfer | null): boolean => {
    const files = [...(given?.files ?? [])]
    if (files.length > 0) upload.mutate(files)
    return files.length > 0
  }
  return {
    waiting,
    isPending: upload.isPending,
    error: upload.error,
    add: (files: readonly File[]) => upload.mutate(files),
    remove: (id: string) => setWaiting(before => before.filter(one => one.id !== id)),
    clear: () => setWaiting([]),
    /** Files of a reply that was taken back wait again, before those chosen since. */
    putBack: (files: readonly Attachment[] = []) => setWaiting(since => [...files, ...since]),
    onPaste: (event: ClipboardEvent) => {
      if (take(event.clipboardData)) event.preventDefault()
    },
    /** A file dropped anywhere else on the page would be opened in its place. */
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      take(event.dataTransfer)
    },
  }
}

export type Attachments = ReturnType<typeof useAttachments>
