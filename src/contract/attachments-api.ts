import { z } from 'zod'
import { MOST_MEGABYTES } from './choices.ts'
import { Attachment, AttachmentType } from './conversation.ts'
import { base64File, typed } from './typed.ts'

const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024

/** What a bot takes from visitors and members. No types: nothing. */
export const AttachmentRules = z
  .strictObject({
    types: z.array(AttachmentType).default([...AttachmentType.options]),
    megabytes: z.number().int().min(1).max(MOST_MEGABYTES).default(5),
    /** From one session, in 60 seconds. */
    perMinute: z.number().int().min(1).max(100).default(10),
  })
  .meta({ id: 'AttachmentRules' })
export type AttachmentRules = z.infer<typeof AttachmentRules>

/** A file to send with a message; what it is, is told by its bytes. */
export const UploadAttachment = z
  .object({
    name: typed(500),
    base64: base64File(MOST_BYTES, `holds more than ${MOST_MEGABYTES} MB`),
  })
  .meta({ id: 'UploadAttachment' })

export const AttachmentAnswer = z.object({ attachment: Attachment }).meta({ id: 'AttachmentAnswer' })

/** Ids of what was uploaded, to go with a message. */
export const AttachmentIds = z.array(z.string().max(80)).max(10)

/** The largest body of an upload. */
export const MOST_UPLOAD_BODY = Math.ceil(MOST_BYTES / 3) * 4 + 4 * 1024
