import type { Quantity } from './quantity.ts'

/** Verbs of the general language that claim little by themselves, and the words beside which they would claim much. */
export interface VerbClass {
  /** Any of these, in any form, may stand where the source says it otherwise. */
  verbs: string
  /** Not where the source has one of these and the draft has not: it would be the other side, or a sibling. */
  against: string
  /** Only in a sentence with an amount of this kind, which the source has too. */
  beside?: Quantity['family']
}

const english: readonly VerbClass[] = [
  {
    verbs: 'bring take carry drop hand',
    against: 'collect fetch pick sell buy send post remove leave return lend borrow hire rent',
  },
  { verbs: 'come arrive reach get enter', against: 'leave depart go exit return send end close finish pass' },
  {
    verbs: 'buy purchase order book add',
    against: 'sell lend borrow hire rent loan deposit cancel return remove give use keep',
    beside: 'money',
  },
  { verbs: 'go head', against: 'come arrive return stay' },
  { verbs: 'receive get have obtain', against: 'give send pay lose return lend offer sell' },
  { verbs: 'start begin', against: 'end finish stop close expire run' },
  { verbs: 'finish stop', against: 'start begin open continue run' },
  { verbs: 'tell let inform contact ask say mention explain', against: 'write post' },
  { verbs: 'want wish prefer like plan intend hope expect think know mind remember', against: 'refuse' },
  { verbs: 'stay remain sit stand lie', against: 'pass move leave go change return end expire' },
  { verbs: 'make do happen occur', against: 'undo cancel' },
  { verbs: 'put place pack set turn hold', against: 'take remove hang' },
  { verbs: 'see look find check notice watch', against: 'hide lose' },
  { verbs: 'try manage', against: 'fail refuse' },
  { verbs: 'look think keep', against: 'lose give return delete throw' },
]

const german: readonly VerbClass[] = [
  { verbs: 'bringen bringt mitbringen', against: 'abholen holen abgeholt senden kaufen' },
  { verbs: 'kommen kommt erreichen erreicht ankommen', against: 'gehen verlassen abreisen enden' },
  {
    verbs: 'bekommen bekommt erhalten erhält haben hat',
    against: 'geben zahlen verlieren senden verkaufen verleihen',
  },
  { verbs: 'brauchen braucht benötigen benötigt', against: 'verzichten' },
  { verbs: 'bleiben bleibt', against: 'gehen wechseln verlassen' },
  { verbs: 'wünschen möchten wollen', against: 'ablehnen' },
  { verbs: 'machen macht ausmachen aufnehmen aufnimmt', against: 'absagen' },
]

const french: readonly VerbClass[] = [
  { verbs: 'venir vient arriver arrive arrivez', against: 'partir départ quitter sortir' },
  {
    verbs: 'recevoir recevez reçoit obtenir récupérer récupérez avoir',
    against: 'donner payer perdre envoyer',
  },
  { verbs: 'partir part partez partant quitter', against: 'arriver arrivée venir entrer' },
  { verbs: 'rester reste restent', against: 'partir changer' },
  { verbs: 'souhaiter souhaitez vouloir voulez désirez', against: 'refuser' },
  { verbs: 'apporter apportez prendre prenez', against: 'envoyer rendre laisser' },
]

const spanish: readonly VerbClass[] = [
  { verbs: 'venir viene llegar llega', against: 'salir salida ir marchar' },
  { verbs: 'recibir recibe reciben obtener', against: 'dar pagar perder enviar' },
  { verbs: 'necesitar necesita necesitan tener', against: 'prescindir' },
  { verbs: 'quedar queda quedarse', against: 'salir cambiar' },
  { verbs: 'querer quiere desea desean', against: 'rechazar' },
  { verbs: 'traer trae llevar lleva llevarse', against: 'enviar recoger dejar' },
]

/** Words that comment on a sentence, point, or join it, and leave what it claims as it is. */
const commenting: Readonly<Record<string, string>> = {
  en: "sadly happily gladly luckily regrettably welcome fine okay big enough why you'd we'd they'd i'd you'd should sometimes finally ahead along further",
  de: 'vor ort leider dabei hier dort zwischen jeden jeder jedes jede',
  fr: 'chaque entre soit toute tout tous toutes bienvenu condition compter dès plus',
  es: 'contra toda todas todo todos casa quien cada entre bienvenido',
}

const classesOf: Readonly<Record<string, readonly VerbClass[]>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
}

/** The verb classes of a language; none for one that has not been given any. */
export function verbClasses(language: string): readonly VerbClass[] {
  return classesOf[language] ?? []
}

const commentsOf = new Map(
  Object.entries(commenting).map(([language, line]) => [language, new Set(line.split(' '))]),
)

/** Whether a word only comments, points or joins. */
export function onlyComments(word: string, language: string): boolean {
  return commentsOf.get(language)?.has(word) ?? false
}
