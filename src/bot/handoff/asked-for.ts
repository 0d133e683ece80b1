import { fold } from '../understand/words.ts'
import { createPhraseFinder } from './phrases.ts'

/** Asking for a person: each pattern is tried on the folded message (no accents, lower case). */
const sentences: readonly RegExp[] = [
  // English: somebody the visitor wants to talk to; the speaker must be the visitor, so that product questions pass.
  /(?:^|\b(?:i|i'd|we|me|us|please|you)\b[^.?!]{0,40}?\b)(?:talk|speak|chat|connect me|connected|transfer me|transferred|put me through|hand me over|get me|escalate)\b[^.?!]{0,20}?\b(?:human|humans|person|people|someone|somebody|representative|agent|operator|human being|staff member|employee|support rep|customer service|customer support)\b/,
  /\b(?:i (?:want|need|would like|prefer)|i'd like|get me|give me)\b[^.?!]{0,12}\b(?:a human|a real person|a live person|a real human|a person|an? (?:human|live|real) (?:agent|being|operator)|human support)\b/,
  // German
  /\b(?:mit|an)\b.{0,20}\b(?:mensch(?:en)?|mitarbeiter(?:in|n)?|berater(?:in)?|person|jemandem|kundendienst|kundenservice)\b.{0,25}\b(?:sprechen|reden|chatten|verbinden|verbunden|weiterleiten|schreiben|telefonieren)\b/,
  /\b(?:echten|richtigen) (?:menschen|mitarbeiter|ansprechpartner)\b.{0,20}$/,
  // French
  /\b(?:parler|discuter|echanger)\b.{0,15}\b(?:un humain|un etre humain|une personne|quelqu'un|un conseiller|une conseillere|un agent|un operateur|une vraie personne)\b/,
  // Spanish
  /\b(?:hablar|chatear|comunicar(?:me)?|pas[ae](?:me)?|conect[ae](?:me)?)\b.{0,15}\b(?:una? (?:persona|humano|agente|asesor|asesora|operador|representante)|alguien)\b/,
  // Portuguese
  /\b(?:falar|conversar)\b.{0,15}\b(?:uma? (?:pessoa|humano|atendente|agente|operador)|alguem)\b/,
  // Italian
  /\b(?:parlare|chattare)\b.{0,15}\b(?:una? (?:persona|umano|operatore|operatrice|agente|consulente)|un essere umano|qualcuno)\b/,
  // Dutch
  /\b(?:met|naar)\b.{0,15}\b(?:een (?:mens|persoon|medewerker|echt persoon|echt mens)|iemand)\b.{0,20}\b(?:spreken|praten|chatten|doorverbinden|doorverbonden)\b|\b(?:spreken|praten)\b.{0,8}\bmet (?:een (?:mens|persoon|medewerker)|iemand)\b/,
  // Polish
  /\b(?:rozmawiac|porozmawiac|polacz(?:yc)?(?: mnie)?|pogadac)\b.{0,15}\bz (?:czlowiekiem|konsultantem|pracownikiem|osoba|kims|agentem)\b/,
  // Turkish
  /\b(?:insanla|insan ile|kisiyle|kisi ile|temsilciyle|temsilci ile|yetkiliyle|yetkili ile|birisiyle|biriyle)\b.{0,20}\b(?:konus|gorus|baglan|bagla)\p{L}*/u,
  /\b(?:temsilciye|yetkiliye|insana) (?:baglan|bagla|aktar)\p{L}*/u,
  // Arabic
  /(?:التحدث|اتحدث|أتحدث|التكلم|اتكلم|أتكلم|الحديث|تحويلي|حولني|التواصل).{0,15}(?:شخص|إنسان|انسان|موظف|ممثل|بشري|أحد|احد)/,
  // Hebrew
  /(?:לדבר|לשוחח|לעבור|העבר|תעביר).{0,12}(?:אדם|בן אדם|נציג|נציגה|מישהו|אנושי)/,
  // Japanese
  /(?:人間|担当者|オペレーター|スタッフ|人).{0,4}(?:と|に)(?:直接)?(?:話|繋|つな|代わ|かわ|替わ|チャット|相談)/,
]

/** Messages that are nothing but the name of a person to talk to. */
const alone =
  /^(?:an? |the |einen? |un |una |uma |een )?(?:(?:real|live|echter|echten|humano|humana) )?(?:human|human being|person|agent|live agent|representative|operator|human agent|customer service|mensch|mitarbeiter|humain|conseiller|persona|agente|asesor|pessoa|atendente|operatore|umano|mens|medewerker|czlowiek|konsultant|temsilci|insan|موظف|إنسان|انسان|شخص|נציג|אדם|人間|担当者|オペレーター)(?:,? (?:please|bitte|s'il vous plait|por favor|per favore|alstublieft|prosze|lutfen|من فضلك|בבקשה))?[.!?]*$/u

/** What the patterns above leave out: to be put through, and what only a person is called. */
const findPhrase = createPhraseFinder({
  en: ['put me through to', 'a real human being', 'human agent please'],
  de: [
    'verbinden sie mich mit',
    'verbinde mich mit',
    'an einen menschen weiter*',
    'echten ansprechpartner',
    'menschlichen ansprechpartner',
  ],
  fr: [
    'passez moi … conseiller*',
    'passez moi … conseillere',
    'passez moi quelqu un',
    'en relation avec … humain',
    'en relation avec … conseiller*',
    'en relation avec quelqu un',
    'besoin d’un humain',
    'une vraie personne',
  ],
  es: [
    'paseme … agente',
    'paseme … persona',
    'conecteme … asesor*',
    'conecteme … agente',
    'comuniqueme con',
    'agente humano',
    'persona de verdad',
  ],
  pt: [
    'atendente humano',
    'agente humano',
    'pessoa de verdade',
    'passe me … atendente',
    'transfira me … atendente',
    'transferir … para … atendente',
  ],
  it: [
    'mi passi … operatore',
    'mi passa … operatore',
    'mi metta in contatto',
    'operatore umano',
    'persona vera',
    'persona reale',
  ],
  nl: [
    'verbind me … medewerker',
    'verbind mij … medewerker',
    'echt persoon spreken',
    'echt mens spreken',
    'een echt mens',
    'een medewerker spreken',
  ],
  pl: ['zywym czlowiekiem', 'prawdziwym czlowiekiem', 'z zywa osoba', 'polaczcie mnie z', 'polacz mnie z'],
  tr: [
    'temsilcisine baglan*',
    'temsilcisiyle gorus*',
    'temsilcisi ile gorus*',
    'gercek bir insan*',
    'canli destek istiyorum',
  ],
  ar: ['موظف حقيقي', 'شخص حقيقي', 'وصلني بموظف', 'حولوني الى موظف'],
  he: ['נציג אנושי', 'תחברו אותי לנציג', 'תחבר אותי לנציג', 'לדבר עם בנאדם'],
  ja: [
    'オペレーターをお願い',
    '担当者をお願い',
    'オペレーターにつない',
    '担当者につない',
    '有人チャットに',
    '人間の対応',
  ],
})

const longest = 220

/**
 * The words in which the visitor asks to talk to a person, folded; `undefined` when they do not. Wants the wish to be the
 * message's point: long messages and questions about how *others* talk to people are not taken for it.
 */
export function findWishForPerson(message: string): string | undefined {
  if (message.length > longest) return undefined
  for (const reading of [fold(message), message.toLowerCase().normalize('NFKC')])
    for (const pattern of [alone, ...sentences]) {
      const found = pattern.exec(reading)
      if (found) return found[0].trim()
    }
  return findPhrase(message)
}
