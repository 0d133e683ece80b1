import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'البريد الإلكتروني',
  note: 'ملاحظة',
  personSend: 'اطلب ردًا',
  cancel: 'إلغاء',
}
