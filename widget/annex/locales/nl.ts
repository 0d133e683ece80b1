import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'E-mailadres',
  note: 'Wat moeten we weten? (optioneel)',
  personSend: 'Vraag om antwoord',
  cancel: 'Annuleren',
}
