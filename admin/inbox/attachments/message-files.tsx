import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Attachment, Message } from '../../../src/contract/conversation.ts'
import { request } from '../../api/client.ts'
import { saveFile } from '../../api/save-file.ts'
import { useTexts } from '../../texts/index.ts'

/** The files of a message: pictures small, the others to save. */
export function MessageFiles({ message }: { message: Message }) {
  const say = useTexts()
  const { attachments = [] } = message.content
  if (attachments.length === 0) return null
  return (
    <Group gap="xs" mt={6} role="group" aria-label={say('attachments.files')}>
      {attachments.map(attachment => (
        <File key={attachment.id} attachment={attachment} path={pathOf(message, attachment)} />
      ))}
    </Group>
  )
}

const pathOf = ({ conversationId }: Message, { id }: Attachment) =>
  `desk/conversations/${conversationId}/attachments/${id}`

function File({ attachment, path }: { attachment: Attachment; path: string }) {
  const say = useTexts()
  const { name } = attachment
  return (
    <div>
      {attachment.width !== null && <Picture path={path} attachment={attachment} />}
      <Button
        size="compact-xs"
        variant="subtle"
        maw={240}
        aria-label={say('attachments.save', { name })}
        onClick={() => void saveFile(path, name)}
      >
        {name}
      </Button>
    </div>
  )
}

/** The longest side of a picture in the story, in pixels. */
const SIDE = 220

/** Fetched with the member's token, which a plain picture's address could not carry. */
function Picture({ path, attachment }: { path: string; attachment: Attachment }) {
  const say = useTexts()
  const file = useQuery({
    queryKey: ['attachment', attachment.id],
    queryFn: async () => {
      const response = await request(path)
      if (!response.ok) throw new Error(response.statusText)
      return await response.blob()
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  const address = useObjectUrl(file.data)
  const { name, width = SIDE, height = SIDE } = attachment
  const scale = Math.min(1, SIDE / Math.max(width ?? SIDE, height ?? SIDE))
  if (file.isLoadingError) return <Text size="xs">{say('attachments.failed', { name })}</Text>
  const size = { width: Math.round((width ?? SIDE) * scale), height: Math.round((height ?? SIDE) * scale) }
  return address ? (
    <img src={address} alt={name} {...size} style={{ display: 'block' }} />
  ) : (
    <div style={size} />
  )
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return address
}
