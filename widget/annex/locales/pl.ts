import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'Adres e-mail',
  note: 'Co powinniśmy wiedzieć? (opcjonalnie)',
  personSend: 'Poproś o odpowiedź',
  cancel: 'Anuluj',
}
