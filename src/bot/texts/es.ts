import type { BotTexts } from './bot-texts.ts'

export const es: BotTexts = {
  hello: '¡Hola! ¿Qué le gustaría saber?',
  thanks: '¡De nada! ¿Puedo ayudarle en algo más?',
  bye: '¡Hasta luego y gracias por escribir!',
  whoAreYou:
    'Soy [{bot}, ][el asistente de IA de {company}|un asistente de IA]. Respondo a partir de nuestras páginas de ayuda e indico de dónde sale cada respuesta. Si prefiere hablar con una persona, solo tiene que decirlo.',
  noneRelevant:
    'No he encontrado una respuesta a eso en nuestras páginas de ayuda. ¿Quiere preguntar a una persona?',
  notSupported:
    'Nuestras páginas de ayuda tocan el tema, pero no he encontrado nada que lo responda con certeza. ¿Quiere preguntar a una persona?',
  outOfScope:
    'Solo puedo ayudar con preguntas sobre [{company}|lo que tratan nuestras páginas de ayuda]. ¿Quiere preguntar a una persona?',
  unsafe: 'No puedo ayudar con eso. Si necesita otra cosa[ de {company}], lo intentaré con gusto.',
  budget: 'Hoy ya he agotado lo que puedo dedicar a respuestas. Pregunte a una persona o inténtelo mañana.',
  whichOne: 'No estoy seguro de a qué se refiere. ¿De qué se trata?',
  whichTopic: 'Hay más de una página sobre esto. ¿A cuál se refiere?',
  moreDetail: '¿Puede darme algún detalle más, para buscar en el lugar adecuado?',
  handoffAsked: 'Por supuesto. Paso esta conversación a una persona.',
  handoffRule: 'De eso debe ocuparse una persona, así que le paso esta conversación.',
  handoffMode: 'Gracias por su mensaje. Una persona le responderá aquí.',
  handoffFailure: 'Algo ha fallado por mi parte, así que paso esta conversación a una persona.',
  handoffUnable: 'No he podido ayudarle lo suficiente, así que paso esta conversación a una persona.',
  handoffSelfHarm:
    'Siento mucho que esté pasando por esto. Paso esta conversación a una persona. Si está en peligro, llame ahora al número de emergencias de su país o a una línea de ayuda.',
  handedBack:
    'Hace un rato que nadie de nuestro equipo escribe aquí, así que vuelve a responder el asistente. Puede pedir hablar con una persona en cualquier momento.',
  accordingTo: 'Según {title} (en vigor desde el {date}):',
  accordingToUntil: 'Según {title} (válido hasta el {date}):',
  startsOn: 'A partir del {date}, según {title}:',
  ourPage: 'nuestra página «{title}»',
  ourTitle: 'nuestra página «{title}»',
}
