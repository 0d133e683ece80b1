/** What is said around a visitor's own words in a summary and a suggested reply. */
export interface PackTexts {
  wants: string
  wantsUnknown: string
  gave: string
  answered: string
  refused: string
  askedBack: string
  failed: string
  /** `{name}`: a space and the name, or nothing. */
  hello: string
  read: string
  /** `{need}` */
  about: string
  unknown: string
  looking: string
}

/** Each sentence of a reply is true before anybody has done anything. */
const texts: Readonly<Record<string, PackTexts>> = {
  en: {
    wants: 'Wants',
    wantsUnknown: 'Wants a person; did not say why.',
    gave: 'Gave',
    answered: 'Bot answered from',
    refused: 'Bot found nothing on',
    askedBack: 'Bot asked back',
    failed: 'Bot failed',
    hello: 'Hello{name},',
    read: 'I have read your conversation, so you need not repeat it.',
    about: 'This is about: “{need}”',
    unknown: 'What can I do for you?',
    looking: 'I am looking at it now.',
  },
  de: {
    wants: 'Möchte',
    wantsUnknown: 'Möchte einen Menschen; sagte nicht warum.',
    gave: 'Angegeben',
    answered: 'Bot antwortete aus',
    refused: 'Bot fand nichts zu',
    askedBack: 'Bot fragte zurück',
    failed: 'Bot versagte',
    hello: 'Guten Tag{name},',
    read: 'ich habe Ihr Gespräch gelesen; Sie müssen nichts wiederholen.',
    about: 'Es geht um: „{need}“',
    unknown: 'Was kann ich für Sie tun?',
    looking: 'Ich sehe es mir jetzt an.',
  },
  fr: {
    wants: 'Souhaite',
    wantsUnknown: 'Souhaite une personne ; sans dire pourquoi.',
    gave: 'A donné',
    answered: 'Le bot a répondu avec',
    refused: 'Le bot n’a rien trouvé sur',
    askedBack: 'Le bot a demandé',
    failed: 'Le bot a échoué',
    hello: 'Bonjour{name},',
    read: 'j’ai lu votre conversation, inutile de la répéter.',
    about: 'Il s’agit de : « {need} »',
    unknown: 'Que puis-je faire pour vous ?',
    looking: 'Je regarde cela maintenant.',
  },
  es: {
    wants: 'Quiere',
    wantsUnknown: 'Quiere una persona; no dijo por qué.',
    gave: 'Dio',
    answered: 'El bot respondió con',
    refused: 'El bot no encontró nada sobre',
    askedBack: 'El bot preguntó',
    failed: 'El bot falló',
    hello: 'Hola{name}:',
    read: 'he leído su conversación; no hace falta que la repita.',
    about: 'Se trata de: «{need}»',
    unknown: '¿Qué puedo hacer por usted?',
    looking: 'Lo estoy mirando ahora.',
  },
  pt: {
    wants: 'Quer',
    wantsUnknown: 'Quer uma pessoa; não disse porquê.',
    gave: 'Indicou',
    answered: 'O bot respondeu com',
    refused: 'O bot não encontrou nada sobre',
    askedBack: 'O bot perguntou',
    failed: 'O bot falhou',
    hello: 'Olá{name},',
    read: 'li a sua conversa; não precisa de a repetir.',
    about: 'Trata-se de: «{need}»',
    unknown: 'Em que posso ajudar?',
    looking: 'Estou a ver isto agora.',
  },
  it: {
    wants: 'Vuole',
    wantsUnknown: 'Vuole una persona; non ha detto perché.',
    gave: 'Ha dato',
    answered: 'Il bot ha risposto da',
    refused: 'Il bot non ha trovato nulla su',
    askedBack: 'Il bot ha chiesto',
    failed: 'Il bot ha fallito',
    hello: 'Buongiorno{name},',
    read: 'ho letto la conversazione, non serve ripeterla.',
    about: 'Si tratta di: «{need}»',
    unknown: 'Che cosa posso fare per Lei?',
    looking: 'Lo sto guardando ora.',
  },
  nl: {
    wants: 'Wil',
    wantsUnknown: 'Wil een mens; zei niet waarom.',
    gave: 'Gaf',
    answered: 'Bot antwoordde uit',
    refused: 'Bot vond niets over',
    askedBack: 'Bot vroeg terug',
    failed: 'Bot faalde',
    hello: 'Hallo{name},',
    read: 'ik heb het gesprek gelezen; u hoeft niets te herhalen.',
    about: 'Het gaat om: “{need}”',
    unknown: 'Wat kan ik voor u doen?',
    looking: 'Ik kijk er nu naar.',
  },
  pl: {
    wants: 'Chce',
    wantsUnknown: 'Chce rozmawiać z człowiekiem; nie powiedział dlaczego.',
    gave: 'Podano',
    answered: 'Bot odpowiedział z',
    refused: 'Bot nic nie znalazł o',
    askedBack: 'Bot dopytał',
    failed: 'Bot zawiódł',
    hello: 'Dzień dobry{name},',
    read: 'znam już tę rozmowę, nie trzeba jej powtarzać.',
    about: 'Chodzi o: „{need}”',
    unknown: 'W czym mogę pomóc?',
    looking: 'Właśnie to sprawdzam.',
  },
  tr: {
    wants: 'İstek',
    wantsUnknown: 'Bir insanla görüşmek istiyor; nedenini söylemedi.',
    gave: 'Verdi',
    answered: 'Bot şundan yanıtladı',
    refused: 'Bot şunda bir şey bulamadı',
    askedBack: 'Bot geri sordu',
    failed: 'Bot başarısız oldu',
    hello: 'Merhaba{name},',
    read: 'konuşmanızı okudum; tekrar etmenize gerek yok.',
    about: 'Konu: “{need}”',
    unknown: 'Sizin için ne yapabilirim?',
    looking: 'Şimdi bakıyorum.',
  },
  ar: {
    wants: 'يريد',
    wantsUnknown: 'يريد شخصا ولم يذكر السبب.',
    gave: 'ذكر',
    answered: 'أجاب البوت من',
    refused: 'لم يجد البوت شيئا عن',
    askedBack: 'سأل البوت',
    failed: 'فشل البوت',
    hello: 'مرحبا{name}،',
    read: 'قرأت محادثتك، ولا حاجة إلى تكرارها.',
    about: 'الموضوع: «{need}»',
    unknown: 'كيف يمكنني مساعدتك؟',
    looking: 'أنظر في الأمر الآن.',
  },
  he: {
    wants: 'מבקש',
    wantsUnknown: 'מבקש אדם; לא אמר למה.',
    gave: 'מסר',
    answered: 'הבוט ענה מתוך',
    refused: 'הבוט לא מצא דבר על',
    askedBack: 'הבוט שאל',
    failed: 'הבוט נכשל',
    hello: 'שלום{name},',
    read: 'קראתי את השיחה, אין צורך לחזור עליה.',
    about: 'הנושא: ”{need}“',
    unknown: 'במה אפשר לעזור?',
    looking: 'הנושא בבדיקה עכשיו.',
  },
  ja: {
    wants: '要望',
    wantsUnknown: '担当者を希望（理由は未記入）。',
    gave: '提示',
    answered: 'ボットの回答元',
    refused: 'ボットが見つけられなかったこと',
    askedBack: 'ボットの質問',
    failed: 'ボットの失敗',
    hello: 'こんにちは{name}。',
    read: 'これまでのやり取りを読みましたので、繰り返しは不要です。',
    about: 'ご用件：「{need}」',
    unknown: 'どのようなご用件でしょうか。',
    looking: 'ただ今確認しております。',
  },
}

/** The texts in a language (ISO 639-1, a region is ignored); English where there are none. */
export function packTexts(language: string | null): PackTexts {
  return texts[language?.toLowerCase().split(/[-_]/)[0] ?? 'en'] ?? texts['en']!
}
