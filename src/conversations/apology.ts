/** What the visitor reads when every attempt to answer failed: honest, short, and with a way on. */
const apologies: Record<string, string> = {
  en: 'Sorry, something went wrong on our side and I could not answer. Please try again, or ask for a person.',
  de: 'Entschuldigung, bei uns ist etwas schiefgegangen und ich konnte nicht antworten. Bitte versuchen Sie es noch einmal oder wenden Sie sich an einen Menschen.',
  fr: 'Désolé, un problème est survenu de notre côté et je n’ai pas pu répondre. Réessayez ou demandez à parler à une personne.',
  es: 'Lo siento, algo ha fallado por nuestra parte y no he podido responder. Inténtelo de nuevo o pida hablar con una persona.',
  pt: 'Desculpe, algo falhou do nosso lado e não consegui responder. Tente novamente ou peça para falar com uma pessoa.',
  it: 'Mi dispiace, qualcosa è andato storto da parte nostra e non ho potuto rispondere. Riprovi oppure chieda di parlare con una persona.',
  nl: 'Sorry, er ging bij ons iets mis en ik kon geen antwoord geven. Probeer het opnieuw of vraag om een medewerker.',
  pl: 'Przepraszamy, coś poszło nie tak po naszej stronie i nie mogę odpowiedzieć. Spróbuj ponownie albo poproś o rozmowę z człowiekiem.',
  tr: 'Üzgünüz, bizim tarafımızda bir sorun oldu ve yanıt veremedim. Lütfen tekrar deneyin ya da bir kişiyle görüşmek isteyin.',
  ar: 'عذرًا، حدث خطأ من جانبنا ولم أتمكن من الإجابة. يُرجى المحاولة مرة أخرى أو طلب التحدث إلى شخص.',
  he: 'מצטערים, משהו השתבש אצלנו ולא הצלחתי לענות. נסו שוב או בקשו לדבר עם אדם.',
  ja: '申し訳ありません。こちら側で問題が発生し、お答えできませんでした。もう一度お試しいただくか、担当者をお呼びください。',
}

/** The apology in the language of a BCP 47 tag; English when there is none in it. */
export function apologyIn(language: string | null): string {
  const primary = language?.toLowerCase().split('-')[0] ?? 'en'
  return (Object.hasOwn(apologies, primary) ? apologies[primary] : undefined) ?? apologies['en']!
}
