import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'Indirizzo e-mail',
  note: 'Che cosa dovrebbe sapere? (facoltativo)',
  personSend: 'Chiedi una risposta',
  cancel: 'Annulla',
}
