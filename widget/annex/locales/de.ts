import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'E-Mail-Adresse',
  note: 'Nachricht (freiwillig)',
  personSend: 'Um Antwort bitten',
  cancel: 'Abbrechen',
}
