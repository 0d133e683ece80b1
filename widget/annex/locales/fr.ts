import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'Adresse e-mail',
  note: 'Que faut-il savoir ? (facultatif)',
  personSend: 'Demander une réponse',
  cancel: 'Annuler',
}
