import { expect, test } from 'vitest'
import { stemHebrew, stemPolish } from './light-stems.ts'
import { quantise } from './quantise.ts'
import { WorkspaceIndex } from './workspace-index.ts'

test.each([
  'zamówienie zamówienia zamówień zamówieniem zamówić',
  'przesyłka przesyłki przesyłek przesyłkę przesyłkami',
  'problem problemy problemów',
  'płatność płatności płatnością',
  'anulować anulowanie anuluję anulowania',
  'bezpłatny bezpłatna bezpłatnego bezpłatnej',
  'gwarancja gwarancji gwarancję',
])('the forms of a Polish word share a stem: %s', forms => {
  expect(new Set(forms.split(' ').map(stemPolish)).size).toBe(1)
})

test.each([
  'הזמנה הזמנות ההזמנה להזמנה בהזמנות',
  'משלוח המשלוח משלוחים במשלוח',
  'חשבון חשבונות החשבון בחשבון',
  'אחריות האחריות',
  'חשבונית החשבונית חשבוניות',
])('the forms of a Hebrew word share a stem: %s', forms => {
  expect(new Set(forms.split(' ').map(stemHebrew)).size).toBe(1)
})

test('words of other things keep stems of their own, and what is no word of the language stays', () => {
  const apart = (words: string, stem: (word: string) => string) =>
    expect(new Set(words.split(' ').map(stem)).size).toBe(words.split(' ').length)
  apart('dostawa zwrot faktura namiot konto hasło klient cena', stemPolish)
  apart('הזמנה זמן מחיר משלוח אחריות קופון סיסמה לקוח', stemHebrew)
  expect([stemPolish('api'), stemPolish('e4711'), stemHebrew('iphone')]).toEqual(['api', 'e4711', 'iphone'])
})

/** Pages of a made-up shop, and what people ask in other forms of the words: page, then its questions. */
type Pages = readonly (readonly [page: string, ...questions: string[]])[]
const polish: Pages = [
  ['Zwroty. Towar można zwrócić w ciągu 30 dni od otrzymania przesyłki.', 'w jakim terminie zwrot towaru'],
  ['Dostawa. Paczki dostarcza kurier w dwa dni robocze.', 'ile trwa dostarczenie paczki', 'dostawy kurierem'],
  ['Faktury. Fakturę wysyłamy pocztą elektroniczną po zapłacie.', 'kiedy dostanę faktury', 'brak faktur'],
  ['Gwarancja. Na namioty udzielamy dwuletniej gwarancji.', 'czy namiot jest objęty gwarancją', 'gwarancje'],
  [
    'Płatności. Przyjmujemy karty, przelewy i płatność przy odbiorze.',
    'czy mogę zapłacić kartą',
    'przelewem',
  ],
  ['Konto. Hasło do konta zmienisz w ustawieniach.', 'jak zmienić hasła', 'zmiana ustawienia kont'],
  ['Anulowanie. Zamówienie anulujesz, dopóki nie opuści magazynu.', 'anulować zamówienia', 'magazyn'],
  ['Kupony. Kupon rabatowy wpisz w koszyku przed opłaceniem.', 'gdzie wpisać kuponu', 'rabatów w koszyku'],
  [
    'Reklamacje. Uszkodzony produkt zareklamuj formularzem.',
    'reklamacja uszkodzonych produktów',
    'formularze',
  ],
  ['Sklepy. Salon w Krakowie otwarty jest codziennie.', 'kiedy otwarte są salony', 'sklep stacjonarny'],
]
const hebrew: Pages = [
  ['החזרות. ניתן להחזיר מוצר תוך שלושים יום מקבלת החבילה.', 'תוך כמה ימים ההחזרה של המוצר', 'חבילות'],
  ['משלוחים. המשלוח מגיע עם שליח תוך יומיים.', 'מתי מגיע משלוח', 'השליח'],
  ['חשבוניות. את החשבונית נשלח בדואר אלקטרוני.', 'לא קיבלתי חשבונית', 'בחשבוניות'],
  ['אחריות. לאוהלים יש אחריות לשנתיים.', 'האם יש לאוהל את האחריות', 'אוהלים'],
  ['תשלומים. אפשר לשלם בכרטיס אשראי או בהעברה.', 'התשלום בכרטיסים', 'העברות'],
  ['סיסמה. את הסיסמה לחשבון משנים בהגדרות.', 'החלפת סיסמה בחשבונות', 'ההגדרות של החשבון'],
  ['ביטול. אפשר לבטל הזמנה כל עוד לא יצאה מהמחסן.', 'ביטול ההזמנה', 'הזמנות במחסן'],
  ['קופונים. את הקופון מזינים בסל הקניות.', 'איפה מזינים קופון', 'קופונים להנחה'],
  ['תקלות. על מוצרים פגומים מדווחים בטופס.', 'הטופס לדיווח', 'מוצר פגום'],
  ['חנויות. החנות בירושלים פתוחה בכל יום.', 'האם החנויות פתוחות', 'חנות בירושלים'],
]

/** How many questions find their page first by words alone. */
function foundFirst(pages: Pages, language: string): number {
  const index = new WorkspaceIndex('none', 8)
  const vector = new Float32Array(8).fill(Math.SQRT1_2 / 2)
  index.add(
    pages.map(([text], at) => ({
      passage: {
        ...{
          id: `p${at}`,
          pageId: `p${at}`,
          sourceId: 's',
          path: `p${at}`,
          url: '',
          title: '',
          text,
          language,
        },
        ...{ headingPath: [], anchor: '', kind: 'text', ordinal: 0, sentences: [] },
        ...{ effectiveOn: null, expiresOn: null },
      },
      ...{ vector, sentenceVectors: quantise(vector) },
    })),
  )
  const firstFor = (text: string) =>
    index
      .find({ text, vector, embedderId: 'none', depth: 10, today: '2026-03-01' })
      .findings.filter(one => one.lexical > 0)
      .sort((a, b) => b.lexical - a.lexical)[0]?.passage.id
  return pages.flatMap(([, ...questions], at) =>
    questions.filter(question => firstFor(question) === `p${at}`),
  ).length
}

test.each([
  ['Polish', polish, 'pl'],
  ['Hebrew', hebrew, 'he'],
] as const)('%s questions find far more of their pages than with words kept whole', (_, pages, language) => {
  const asked = pages.reduce((sum, [, ...questions]) => sum + questions.length, 0)
  const found = foundFirst(pages, language)
  expect(found).toBeGreaterThanOrEqual(asked - 1)
  // `xx` is no language: its words are kept whole.
  expect(foundFirst(pages, 'xx')).toBeLessThan(asked / 2)
})

test('a flood of one letter is left as it is', () => {
  const flood = 'a'.repeat(100_000)
  expect(stemPolish(flood)).toBe(flood)
  expect(stemHebrew('ה'.repeat(100_000)).length).toBe(4)
})
