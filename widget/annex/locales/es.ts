import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'Correo electrónico',
  note: '¿Qué debería saber? (opcional)',
  personSend: 'Pedir respuesta',
  cancel: 'Cancelar',
}
