import type { BotTexts } from './bot-texts.ts'

export const pt: BotTexts = {
  hello: 'Olá! O que gostaria de saber?',
  thanks: 'De nada! Posso ajudar em mais alguma coisa?',
  bye: 'Até logo e obrigado por escrever!',
  whoAreYou:
    'Sou [{bot}, ][o assistente de IA de {company}|um assistente de IA]. Respondo a partir das nossas páginas de ajuda e mostro de onde vem cada resposta. Se preferir falar com uma pessoa, basta dizer.',
  noneRelevant: 'Não encontrei resposta para isso nas nossas páginas de ajuda. Quer perguntar a uma pessoa?',
  notSupported:
    'As nossas páginas de ajuda abordam o assunto, mas não encontrei nada que responda com certeza. Quer perguntar a uma pessoa?',
  outOfScope:
    'Só posso ajudar com perguntas sobre [{company}|o que está nas nossas páginas de ajuda]. Quer perguntar a uma pessoa?',
  unsafe:
    'Não posso ajudar com isso. Se precisar de outra coisa[ de {company}], terei todo o gosto em tentar.',
  budget: 'Hoje já esgotei o que posso gastar em respostas. Pergunte a uma pessoa ou tente de novo amanhã.',
  whichOne: 'Não tenho a certeza do que quer dizer. De que se trata?',
  whichTopic: 'Há mais de uma página sobre isto. A qual se refere?',
  moreDetail: 'Pode dar-me mais algum detalhe, para que eu procure no sítio certo?',
  handoffAsked: 'Claro. Vou passar esta conversa a uma pessoa.',
  handoffRule: 'Isso deve ser respondido por uma pessoa, por isso vou passar-lhe esta conversa.',
  handoffMode: 'Obrigado pela sua mensagem. Uma pessoa vai responder-lhe aqui.',
  handoffFailure: 'Algo correu mal do meu lado, por isso vou passar esta conversa a uma pessoa.',
  handoffUnable: 'Não consegui ajudar o suficiente, por isso passo esta conversa a uma pessoa.',
  handoffSelfHarm:
    'Lamento muito que esteja a passar por isto. Passo esta conversa a uma pessoa. Se estiver em perigo, ligue agora para o número de emergência do seu país ou para uma linha de apoio.',
  handedBack:
    'Há algum tempo que ninguém da nossa equipa escreve aqui, por isso o assistente volta a responder. Pode pedir uma pessoa a qualquer momento.',
  accordingTo: 'De acordo com {title} (em vigor desde {date}):',
  accordingToUntil: 'De acordo com {title} (válido até {date}):',
  startsOn: 'A partir de {date}, de acordo com {title}:',
  ourPage: 'a nossa página «{title}»',
  ourTitle: 'a nossa página «{title}»',
}
