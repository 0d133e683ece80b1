import type { BotTexts } from './bot-texts.ts'

export const de: BotTexts = {
  hello: 'Hallo! Was möchten Sie wissen?',
  thanks: 'Gern geschehen! Kann ich sonst noch helfen?',
  bye: 'Auf Wiedersehen und danke für Ihre Nachricht!',
  whoAreYou:
    'Ich bin [{bot}, ][der KI-Assistent von {company}|ein KI-Assistent]. Ich beantworte Fragen aus unseren Hilfeseiten und zeige, woher jede Antwort stammt. Wenn Sie lieber mit einem Menschen sprechen möchten, sagen Sie es einfach.',
  noneRelevant:
    'Dazu habe ich auf unseren Hilfeseiten keine Antwort gefunden. Möchten Sie einen Menschen fragen?',
  notSupported:
    'Unsere Hilfeseiten streifen das Thema, aber eine sichere Antwort habe ich dort nicht gefunden. Möchten Sie einen Menschen fragen?',
  outOfScope:
    'Ich kann nur bei Fragen zu [{company}|den Themen unserer Hilfeseiten] helfen. Möchten Sie einen Menschen fragen?',
  unsafe:
    'Dabei kann ich nicht helfen. Wenn Sie etwas anderes[ von {company}] brauchen, versuche ich es gern.',
  budget:
    'Ich habe aufgebraucht, was mir heute für Antworten zusteht. Bitte fragen Sie einen Menschen oder versuchen Sie es morgen wieder.',
  whichOne: 'Ich bin nicht sicher, was Sie meinen. Worum geht es?',
  whichTopic: 'Dazu gibt es mehr als eine Seite. Welche meinen Sie?',
  moreDetail: 'Können Sie mir etwas mehr sagen, damit ich an der richtigen Stelle nachsehe?',
  handoffAsked: 'Natürlich. Ich gebe dieses Gespräch an einen Menschen weiter.',
  handoffRule: 'Das sollte ein Mensch beantworten, deshalb gebe ich dieses Gespräch weiter.',
  handoffMode: 'Vielen Dank für Ihre Nachricht. Ein Mensch wird Ihnen hier antworten.',
  handoffFailure:
    'Bei mir ist etwas schiefgegangen, deshalb gebe ich dieses Gespräch an einen Menschen weiter.',
  handoffUnable:
    'Dabei konnte ich Ihnen nicht gut genug helfen, deshalb gebe ich dieses Gespräch an einen Menschen weiter.',
  handoffSelfHarm:
    'Es tut mir sehr leid, dass Sie das durchmachen. Ich gebe dieses Gespräch an einen Menschen weiter. Wenn Sie in Gefahr sind, rufen Sie bitte jetzt den örtlichen Notruf oder eine Krisenhotline an.',
  handedBack:
    'Aus unserem Team hat hier länger niemand geschrieben, deshalb antwortet wieder der Assistent. Sie können jederzeit nach einem Menschen fragen.',
  accordingTo: 'Laut {title} (gültig ab {date}):',
  accordingToUntil: 'Laut {title} (gültig bis {date}):',
  startsOn: 'Ab dem {date} gilt laut {title}:',
  ourPage: 'unserer Seite „{title}“',
  ourTitle: 'unserer Seite „{title}“',
}
