import type { AnnexTexts } from './texts.ts'

export const texts: AnnexTexts = {
  email: 'メールアドレス',
  note: '備考（任意）',
  personSend: '返信を依頼',
  cancel: '戻る',
}
