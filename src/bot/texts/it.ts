import type { BotTexts } from './bot-texts.ts'

export const it: BotTexts = {
  hello: 'Salve! Che cosa desidera sapere?',
  thanks: 'Prego! Posso aiutarla in altro?',
  bye: 'Arrivederci e grazie per averci scritto!',
  whoAreYou:
    'Sono [{bot}, ][l’assistente IA di {company}|un assistente IA]. Rispondo a partire dalle nostre pagine di aiuto e mostro da dove viene ogni risposta. Se preferisce parlare con una persona, basta dirlo.',
  noneRelevant: 'Non ho trovato una risposta nelle nostre pagine di aiuto. Vuole chiedere a una persona?',
  notSupported:
    'Le nostre pagine di aiuto toccano l’argomento, ma non vi ho trovato nulla che risponda con certezza. Vuole chiedere a una persona?',
  outOfScope:
    'Posso aiutare solo con domande su [{company}|ciò che trattano le nostre pagine di aiuto]. Vuole chiedere a una persona?',
  unsafe: 'Non posso aiutarla in questo. Se le serve altro[ da {company}], ci provo volentieri.',
  budget:
    'Per oggi ho esaurito quanto posso dedicare alle risposte. Chieda a una persona, oppure riprovi domani.',
  whichOne: 'Non sono sicuro di aver capito. Di che cosa si tratta?',
  whichTopic: 'C’è più di una pagina su questo. Quale intende?',
  moreDetail: 'Può dirmi qualcosa in più, così cerco nel posto giusto?',
  handoffAsked: 'Certo. Passo questa conversazione a una persona.',
  handoffRule: 'A questo deve rispondere una persona, quindi le passo questa conversazione.',
  handoffMode: 'Grazie per il suo messaggio. Una persona le risponderà qui.',
  handoffFailure: 'Qualcosa è andato storto da parte mia, quindi passo questa conversazione a una persona.',
  handoffUnable: 'Non sono riuscito ad aiutarla abbastanza, quindi passo questa conversazione a una persona.',
  handoffSelfHarm:
    'Mi dispiace molto che stia vivendo questo. Passo questa conversazione a una persona. Se è in pericolo, chiami subito il numero di emergenza del suo Paese o una linea di ascolto.',
  handedBack:
    'Da un po’ nessuno del nostro team scrive qui, quindi risponde di nuovo l’assistente. Può chiedere di una persona in qualsiasi momento.',
  accordingTo: 'Secondo {title} (in vigore dal {date}):',
  accordingToUntil: 'Secondo {title} (valido fino al {date}):',
  startsOn: 'A partire dal {date}, secondo {title}:',
  ourPage: 'la nostra pagina «{title}»',
  ourTitle: 'la nostra pagina «{title}»',
}
