import type { BotTexts } from './bot-texts.ts'

export const nl: BotTexts = {
  hello: 'Hallo! Wat wilt u weten?',
  thanks: 'Graag gedaan! Kan ik nog ergens mee helpen?',
  bye: 'Tot ziens, en bedankt voor uw bericht!',
  whoAreYou:
    'Ik ben [{bot}, ][de AI-assistent van {company}|een AI-assistent]. Ik beantwoord vragen uit onze helppagina’s en laat zien waar elk antwoord vandaan komt. Wilt u liever een mens spreken, zeg het dan gerust.',
  noneRelevant: 'Daar heb ik op onze helppagina’s geen antwoord op gevonden. Wilt u het een mens vragen?',
  notSupported:
    'Onze helppagina’s raken dit onderwerp, maar een zeker antwoord heb ik er niet gevonden. Wilt u het een mens vragen?',
  outOfScope:
    'Ik kan alleen helpen met vragen over [{company}|wat op onze helppagina’s staat]. Wilt u het een mens vragen?',
  unsafe: 'Daar kan ik niet bij helpen. Heeft u iets anders nodig[ van {company}], dan probeer ik het graag.',
  budget:
    'Ik heb voor vandaag opgebruikt wat ik aan antwoorden mag besteden. Vraag het een mens of probeer het morgen opnieuw.',
  whichOne: 'Ik weet niet zeker wat u bedoelt. Waar gaat het over?',
  whichTopic: 'Hier bestaat meer dan één pagina over. Welke bedoelt u?',
  moreDetail: 'Kunt u iets meer vertellen, zodat ik op de juiste plaats zoek?',
  handoffAsked: 'Natuurlijk. Ik geef dit gesprek door aan een mens.',
  handoffRule: 'Daar kan beter een mens op antwoorden, dus ik geef dit gesprek door.',
  handoffMode: 'Dank u voor uw bericht. Een medewerker antwoordt u hier.',
  handoffFailure: 'Er ging bij mij iets mis, dus ik geef dit gesprek door aan een mens.',
  handoffUnable:
    'Ik heb u hiermee niet goed genoeg kunnen helpen, daarom geef ik dit gesprek door aan een medewerker.',
  handoffSelfHarm:
    'Het spijt me heel erg dat u dit doormaakt. Ik geef dit gesprek door aan een medewerker. Bel nu het noodnummer in uw land of een hulplijn als u in gevaar bent.',
  handedBack:
    'Al een tijd heeft niemand van ons team hier geschreven, dus de assistent antwoordt weer. U kunt altijd om een medewerker vragen.',
  accordingTo: 'Volgens {title} (van kracht sinds {date}):',
  accordingToUntil: 'Volgens {title} (geldig tot {date}):',
  startsOn: 'Vanaf {date} geldt volgens {title}:',
  ourPage: 'onze pagina “{title}”',
  ourTitle: 'onze pagina “{title}”',
}
