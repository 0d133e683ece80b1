import type { BotTexts } from './bot-texts.ts'

export const fr: BotTexts = {
  hello: 'Bonjour ! Que souhaitez-vous savoir ?',
  thanks: 'Avec plaisir ! Puis-je vous aider pour autre chose ?',
  bye: 'Au revoir, et merci pour votre message !',
  whoAreYou:
    'Je suis [{bot}, ][l’assistant IA de {company}|un assistant IA]. Je réponds aux questions à partir de nos pages d’aide et j’indique d’où vient chaque réponse. Si vous préférez parler à une personne, dites-le simplement.',
  noneRelevant:
    'Je n’ai pas trouvé de réponse à cela dans nos pages d’aide. Souhaitez-vous demander à une personne ?',
  notSupported:
    'Nos pages d’aide abordent le sujet, mais je n’y ai rien trouvé qui y réponde avec certitude. Souhaitez-vous demander à une personne ?',
  outOfScope:
    'Je ne peux aider que pour les questions [sur {company}|traitées dans nos pages d’aide]. Souhaitez-vous demander à une personne ?',
  unsafe:
    'Je ne peux pas vous aider pour cela. Si vous avez une autre demande[ pour {company}], j’essaierai volontiers.',
  budget:
    'J’ai épuisé ce que je peux consacrer aux réponses aujourd’hui. Veuillez demander à une personne ou réessayer demain.',
  whichOne: 'Je ne suis pas sûr de comprendre. De quoi s’agit-il ?',
  whichTopic: 'Plusieurs pages en parlent. Laquelle vous intéresse ?',
  moreDetail: 'Pouvez-vous m’en dire un peu plus, pour que je cherche au bon endroit ?',
  handoffAsked: 'Bien sûr. Je transmets cette conversation à une personne.',
  handoffRule: 'C’est à une personne d’y répondre ; je lui transmets donc cette conversation.',
  handoffMode: 'Merci pour votre message. Une personne va vous répondre ici.',
  handoffFailure:
    'Un problème est survenu de mon côté ; je transmets donc cette conversation à une personne.',
  handoffUnable:
    'Je n’ai pas pu vous aider suffisamment ; je transmets donc cette conversation à une personne.',
  handoffSelfHarm:
    'Je suis vraiment désolé de ce que vous traversez. Je transmets cette conversation à une personne. Si vous êtes en danger, appelez tout de suite le numéro d’urgence de votre pays ou une ligne d’écoute.',
  handedBack:
    'Personne de notre équipe n’a écrit ici depuis un moment ; l’assistant répond donc à nouveau. Vous pouvez demander une personne à tout moment.',
  accordingTo: 'Selon {title} (en vigueur depuis le {date}) :',
  accordingToUntil: 'Selon {title} (valable jusqu’au {date}) :',
  startsOn: 'À partir du {date}, selon {title} :',
  ourPage: 'notre page « {title} »',
  ourTitle: 'notre page « {title} »',
}
