import type { LanguageWords } from './words.ts'

/** Polish. */
export const polish: LanguageWords = {
  negators:
    'nie|nigdy|bez|ani|żaden|żadna|żadne|żadnego|żadnej|nikt|nikogo|nic|oprócz|chyba|wyjątkiem|poza|niemożliwe|zabronione|zabroniony|zabroniona|wykluczone|wyłączone|wyłączony|brak',
  only: 'tylko|wyłącznie|jedynie|jedyny|jedyna|jedyne',
  partial: 'niektóre|niektórzy|niektórych|czasami|czasem|zwykle|zazwyczaj|często|pewne|część',
  whole: 'zawsze|wszystkie|wszyscy|wszystkich|każdy|każda|każde|każdego|każdej|dowolny|wszędzie|cały|całego',
  must: 'musi|muszą|musisz|trzeba|należy|wymagane|wymagany|wymagana|obowiązkowe|konieczne|powinien|powinno|powinna',
  may: 'może|mogą|możesz|można|możliwe|opcjonalne|dobrowolne',
  conditions:
    'jeśli|jeżeli|gdy|kiedy|o ile|pod warunkiem|w przypadku|w razie|dopóki|chyba że|z wyjątkiem|oprócz|poza|tylko jeśli',
  exceptions: 'chyba że|z wyjątkiem|oprócz|poza|za wyjątkiem',
  concessions: 'nawet|także gdy|również gdy|niezależnie|mimo|chociaż|także|łącznie',
  sooner: 'przed|zanim',
  later: 'po|później|następnie',
  upper:
    'w ciągu|do|maksymalnie|najwyżej|co najwyżej|nie więcej niż|nie dłużej niż|mniej niż|poniżej|przed|w terminie|najpóźniej|maksimum',
  lower:
    'co najmniej|przynajmniej|minimum|minimalnie|nie mniej niż|od|ponad|więcej niż|powyżej|po|począwszy od',
  upperBehind: 'lub mniej|maksymalnie',
  lowerBehind: 'lub więcej|lub dłużej|i więcej',
  strict: 'ponad|więcej niż|powyżej|mniej niż|poniżej',
  either: 'lub|albo|czy|między|pomiędzy',
  both: 'i|oraz',
  verbs:
    'jest|są|był|była|było|będzie|może|mogą|można|możesz|musi|muszą|ma|mają|masz|kosztuje|kosztują|trwa|trwają|obejmuje|obowiązuje|przyjmujemy|wysyłamy|płacimy|dostarczamy|zwracamy|podlega|podlegają|otwiera|zamyka|oferujemy',
  framing:
    'można|możesz|może|mogą|masz|ma|mają|mieć|jest|są|być|zostać|zostanie|zostaną|będzie|musi|muszą|należy|trzeba|ciągu|terminie|od|ze|we|nasz|nasza|nasze|naszym|swój|swoją|swoje|twój|twoje|państwo|państwa|gdy|jeśli|jeżeli|kiedy|przed|po|co|najmniej|najwyżej|najpóźniej|maksymalnie|około|oraz|także|również|już|jeszcze|każdy|każda|ponad|powyżej|poniżej|między|podlega|podlegają|cena|kosztuje|kosztują|wynosi|trwa|trwają|dla|tym|tych|się|zawierać|zawiera|otrzymasz|otrzymuje|dostaniesz|godziny|godzinie|wszystkie|wszystkich|możliwe|możliwy',
  synonyms:
    'zwrot zwrócić zwrotu zwracać zwroty zwrotowi|pieniądze pieniędzy środki refundacja|anulować anulowanie odwołać rezygnacja zrezygnować|dostawa dostarczać dostarczamy dostarczyć wysyłka wysyłać wysyłamy przesyłka doręczenie|darmowy darmowa bezpłatny bezpłatna bezpłatnie gratis darmo|otwarty otwarta otwarte czynny czynne otwiera|zamknięty zamknięta nieczynny zamyka|naprawa naprawę naprawić naprawiamy|uszkodzony uszkodzona zepsuty wadliwy|zapłata płacić płacimy zapłacić płatność opłata|zamówienie zamówić zamówienia zamówień zamawiać|towar produkt artykuł|hasło hasła|obejmuje obejmować objęte objęty',
}
