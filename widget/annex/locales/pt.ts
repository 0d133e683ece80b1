import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'Endereço de e-mail',
  note: 'O que ela deve saber? (opcional)',
  personSend: 'Pedir resposta',
  cancel: 'Cancelar',
}
