import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'E-posta adresi',
  note: 'Ne bilmeliyiz? (isteğe bağlı)',
  personSend: 'Yanıt iste',
  cancel: 'Vazgeç',
}
