/**
 * Choices and bounds of the API that a browser needs as values. Apart from the schemas, which are built of them, so that
 * no browser loads the library that checks.
 */

export const statuses = ['open', 'snoozed', 'resolved'] as const
export const priorities = ['low', 'normal', 'high', 'urgent'] as const

export const attachmentTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'text/plain',
] as const

/** The widget's own colour, for a bot that has none, and that of a label nobody chose one for. */
export const WIDGET_COLOUR = '#2953e8'
export const LABEL_COLOUR = '#64748b'

/** The largest attachment a bot can be set to take, in MiB. */
export const MOST_MEGABYTES = 10

/** The largest file that is taken, in bytes: what the parsers read. */
export const MOST_FILE_BYTES = 25 * 1024 * 1024

/** How long one telling of an activity holds, in milliseconds; who goes on tells it again before. */
export const activityMs = { viewing: 30_000, typing: 8_000, nothing: 0 } as const
