import type { BotTexts } from './bot-texts.ts'

export const ja: BotTexts = {
  hello: 'こんにちは！どのようなご質問でしょうか？',
  thanks: 'どういたしまして！ほかにお手伝いできることはありますか？',
  bye: 'お問い合わせありがとうございました。失礼いたします。',
  whoAreYou:
    '[{company}の]AIアシスタント[、{bot}]です。ヘルプページの内容をもとに質問にお答えし、回答の出典を示します。担当者とお話しになりたい場合は、そうお書きください。',
  noneRelevant: 'ヘルプページの中に、その質問への回答は見つかりませんでした。担当者にお尋ねになりますか？',
  notSupported:
    'ヘルプページに関連する記述はありますが、確かな回答は見つかりませんでした。担当者にお尋ねになりますか？',
  outOfScope:
    '[{company}|ヘルプページの内容]に関するご質問にのみお答えできます。担当者にお尋ねになりますか？',
  unsafe: 'そのご依頼にはお応えできません。[{company}に関する]ほかのご質問であれば、お手伝いします。',
  budget: '許された時間内に終わりませんでした。もう一度お試しになるか、担当者にお尋ねください。',
  whichOne: '何についてのご質問か分かりませんでした。次のどれでしょうか？',
  whichTopic: 'これについては複数のページがあります。どれのことでしょうか？',
  moreDetail: '適切なページを探せるように、もう少し詳しく教えていただけますか？',
  handoffAsked: '承知しました。この会話を担当者に引き継ぎます。',
  handoffFailure: 'こちらで問題が発生したため、この会話を担当者に引き継ぎます。',
  accordingTo: '{title}（{date}から有効）によると：',
  accordingToUntil: '{title}（{date}まで有効）によると：',
  startsOn: '{date}から、{title}によると：',
  ourPage: '当社のページ「{title}」',
  ourTitle: '当社のページ「{title}」',
}
