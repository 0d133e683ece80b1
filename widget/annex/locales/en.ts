import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'E-mail address',
  note: 'What should they know? (optional)',
  personSend: 'Ask for a reply',
  cancel: 'Cancel',
}
