import { expect, test } from 'vitest'
import type { SensitiveTopic } from '../../contract/handoff-policy.ts'
import { findSensitive } from './sensitive.ts'

const grave: Record<string, Record<SensitiveTopic, string>> = {
  en: {
    'billing-dispute': 'You charged me twice for the same order!',
    legal: 'If this goes on I will contact a lawyer.',
    recall: 'Your kettle caught fire in my kitchen.',
    threat: 'I know where you work, you will regret this.',
    'self-harm': "I don't want to live anymore.",
  },
  de: {
    'billing-dispute': 'Der Betrag wurde doppelt abgebucht.',
    legal: 'Dann werde ich einen Anwalt einschalten.',
    recall: 'Das Gerät ist in Brand geraten.',
    threat: 'Ich weiß, wo ihr wohnt. Ihr werdet es bereuen.',
    'self-harm': 'Ich möchte nicht mehr leben.',
  },
  fr: {
    'billing-dispute': 'J’ai été débité deux fois.',
    legal: 'Je vais porter plainte contre vous.',
    recall: 'La bouilloire a pris feu.',
    threat: 'Je sais où vous habitez.',
    'self-harm': 'Je veux mourir.',
  },
  es: {
    'billing-dispute': 'Me cobraron dos veces el mismo pedido.',
    legal: 'Voy a tomar acciones legales.',
    recall: 'El aparato me dio una descarga eléctrica.',
    threat: 'Os vais a arrepentir.',
    'self-harm': 'No quiero vivir más.',
  },
  pt: {
    'billing-dispute': 'Fui cobrado duas vezes.',
    legal: 'Vou processar vocês.',
    recall: 'A chaleira pegou fogo.',
    threat: 'Sei onde vocês moram.',
    'self-harm': 'Quero morrer.',
  },
  it: {
    'billing-dispute': 'Mi avete addebitato due volte l’ordine.',
    legal: 'Passerò alle vie legali.',
    recall: 'Il bollitore ha preso fuoco.',
    threat: 'So dove abitate.',
    'self-harm': 'Voglio morire.',
  },
  nl: {
    'billing-dispute': 'Het bedrag is dubbel afgeschreven.',
    legal: 'Dan neem ik juridische stappen.',
    recall: 'De waterkoker heeft vlam gevat.',
    threat: 'Ik weet waar jullie wonen.',
    'self-harm': 'Ik wil niet meer leven.',
  },
  pl: {
    'billing-dispute': 'Pobrano opłatę dwa razy.',
    legal: 'Pójdę do sądu.',
    recall: 'Czajnik zapalił się w kuchni.',
    threat: 'Wiem, gdzie mieszkacie.',
    'self-harm': 'Chcę umrzeć.',
  },
  tr: {
    'billing-dispute': 'Kartımdan iki kez para çekildi.',
    legal: 'Size dava açacağım.',
    recall: 'Su ısıtıcısı alev aldı.',
    threat: 'Nerede çalıştığınızı biliyorum.',
    'self-harm': 'Yaşamak istemiyorum.',
  },
  ar: {
    'billing-dispute': 'لقد تم خصم المبلغ مرتين.',
    legal: 'سأتخذ إجراءات قانونية.',
    recall: 'الغلاية انفجرت في المطبخ.',
    threat: 'أعرف أين تسكنون.',
    'self-harm': 'أريد أن أموت.',
  },
  he: {
    'billing-dispute': 'חויבתי פעמיים על אותה הזמנה.',
    legal: 'אני אתבע אתכם.',
    recall: 'הקומקום עלה באש.',
    threat: 'אני יודע איפה אתם גרים.',
    'self-harm': 'אני רוצה למות.',
  },
  ja: {
    'billing-dispute': '同じ注文が二重に請求されています。',
    legal: '弁護士に相談します。',
    recall: 'ポットから発火しました。',
    threat: '殺してやる。',
    'self-harm': 'もう死にたいです。',
  },
}

test.each(Object.entries(grave))('each topic is found, and named: %s', (_, messages) => {
  const found = Object.entries(messages).map(([topic, message]) => [topic, findSensitive(message)?.topic])
  expect(found).toEqual(Object.keys(messages).map(topic => [topic, topic]))
})

test.each([
  'Do you make software for lawyers?',
  'Where is your legal notice?',
  'When am I charged for my subscription?',
  'How do I charge the battery?',
  'Can I recall an e-mail I sent?',
  'Do you deliver to the hospital?',
  'Where can I find the exploded view of the stove?',
  'Killer deals: which tent is on sale?',
  'Wo finde ich das Impressum und die AGB?',
  'Wann wird die Rechnung abgebucht?',
  'Quand ma carte est-elle débitée ?',
  '¿Cuándo se cobra la suscripción?',
  'Quando é cobrada a assinatura?',
  'Quando viene addebitato l’ordine?',
  'Wanneer wordt het bedrag afgeschreven?',
  'Czy macie krzesła do sadu?',
  'Ücret ne zaman çekilir?',
  'متى يتم خصم المبلغ؟',
  'מתי מחייבים את הכרטיס?',
  '請求書はいつ届きますか',
])('an ordinary question is about none of them: %s', message => {
  expect(findSensitive(message)).toBeUndefined()
})

test('of two topics the graver is named, with the words that tell; topics that are off are not looked for', () => {
  const message = 'You charged me twice, and now I want to die.'
  expect(findSensitive(message)).toEqual({ topic: 'self-harm', words: 'want to die' })
  expect(findSensitive(message, ['billing-dispute', 'legal'])).toEqual({
    topic: 'billing-dispute',
    words: 'charged me twice',
  })
})

test.each(['charged me ', 'a lawyer ', 'bringe ', 'x', 'ال', '二重'])(
  'a long message of %s is read in bounded time',
  piece => {
    const started = performance.now()
    findSensitive(piece.repeat(200_000 / piece.length))
    expect(performance.now() - started).toBeLessThan(500)
  },
)
