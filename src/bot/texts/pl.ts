import type { BotTexts } from './bot-texts.ts'

export const pl: BotTexts = {
  hello: 'Dzień dobry! W czym mogę pomóc?',
  thanks: 'Nie ma za co! Czy mogę jeszcze w czymś pomóc?',
  bye: 'Do widzenia i dziękuję za wiadomość!',
  whoAreYou:
    'Jestem [{bot}, asystent AI|asystentem AI][ firmy {company}]. Odpowiadam na podstawie naszych stron pomocy i pokazuję, skąd pochodzi każda odpowiedź. Jeśli wolisz porozmawiać z człowiekiem, po prostu napisz.',
  noneRelevant: 'Na naszych stronach pomocy nie ma odpowiedzi na to pytanie. Czy chcesz zapytać człowieka?',
  notSupported:
    'Nasze strony pomocy dotykają tego tematu, ale nie ma tam pewnej odpowiedzi. Czy chcesz zapytać człowieka?',
  outOfScope:
    'Mogę pomóc tylko w sprawach [firmy {company}|opisanych na naszych stronach pomocy]. Czy chcesz zapytać człowieka?',
  unsafe: 'W tym nie mogę pomóc. Jeśli potrzebujesz czegoś innego[ od {company}], chętnie spróbuję.',
  budget: 'Na dziś wyczerpał się mój limit odpowiedzi. Zapytaj człowieka albo spróbuj ponownie jutro.',
  whichOne: 'Nie mam pewności, o co chodzi. Czego to dotyczy?',
  whichTopic: 'Jest o tym więcej niż jedna strona. O którą chodzi?',
  moreDetail: 'Czy możesz napisać coś więcej, abym szukał we właściwym miejscu?',
  handoffAsked: 'Oczywiście. Przekazuję tę rozmowę człowiekowi.',
  handoffRule: 'Na to powinien odpowiedzieć człowiek, więc przekazuję mu tę rozmowę.',
  handoffMode: 'Dziękujemy za wiadomość. Człowiek odpowie tutaj.',
  handoffFailure: 'Coś poszło nie tak po mojej stronie, więc przekazuję tę rozmowę człowiekowi.',
  handoffUnable: 'Nie udało mi się wystarczająco pomóc, dlatego przekazuję tę rozmowę człowiekowi.',
  handoffSelfHarm:
    'Bardzo mi przykro, że to przeżywasz. Przekazuję tę rozmowę człowiekowi. Jeśli grozi Ci niebezpieczeństwo, zadzwoń teraz pod lokalny numer alarmowy lub na telefon zaufania.',
  handedBack:
    'Od dłuższego czasu nikt z naszego zespołu tu nie pisał, więc znów odpowiada asystent. W każdej chwili można poprosić o człowieka.',
  accordingTo: 'Źródło: {title} (obowiązuje od {date}):',
  accordingToUntil: 'Źródło: {title} (ważne do {date}):',
  startsOn: 'Od {date} będzie obowiązywać {title}:',
  ourPage: 'nasza strona „{title}”',
  ourTitle: 'nasza strona „{title}”',
}
