import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'כתובת דוא״ל',
  note: 'מה כדאי לנו לדעת? (לא חובה)',
  personSend: 'בקשת תשובה',
  cancel: 'ביטול',
}
