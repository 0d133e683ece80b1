import type { LanguageWords } from './words.ts'

/** Portuguese. */
export const portuguese: LanguageWords = {
  negators:
    'não|nunca|jamais|sem|nem|nenhum|nenhuma|ninguém|nada|tampouco|exceto|excepto|salvo|exceção|excluído|excluída|excluídos|impossível|proibido|proibida|proibidos',
  only: 'só|somente|apenas|unicamente|exclusivamente|exclusivo|exclusiva|exclusivos|único|única|únicos',
  partial: 'alguns|algumas|algum|alguma|às vezes|geralmente|normalmente|certos|certas|parte',
  whole: 'sempre|todos|todas|todo|toda|cada|qualquer|quaisquer|tudo',
  must: 'deve|devem|tem de|têm de|tem que|têm que|precisa|precisam|obrigatório|obrigatória|necessário|necessária|é preciso',
  may: 'pode|podem|possível|opcional|facultativo',
  conditions:
    'se|quando|caso|desde que|a menos que|a não ser que|contanto que|sempre que|enquanto|em caso de|no caso de|exceto|excepto|salvo|com exceção',
  exceptions: 'exceto|excepto|salvo|a menos que|a não ser que|com exceção|à exceção',
  concessions:
    'mesmo que|mesmo se|mesmo sem|mesmo quando|ainda que|inclusive|até mesmo|independentemente|também',
  sooner: 'antes|até',
  later: 'depois|após',
  upper:
    'até|em até|no máximo|máximo|um máximo de|máximo de|dentro de|no prazo de|não mais de|menos de|menores de|inferior a|inferiores a|abaixo de|antes de|antes das|em',
  lower:
    'pelo menos|no mínimo|mínimo|um mínimo de|mínimo de|a partir de|a partir das|desde|mais de|maiores de|superior a|superiores a|acima de|após|depois de|depois das',
  upperBehind: 'no máximo|ou menos',
  lowerBehind: 'ou mais|no mínimo',
  strict:
    'menores de|maiores de|mais de|superior a|superiores a|acima de|menos de|inferior a|inferiores a|abaixo de',
  either: 'ou|entre',
  both: 'e',
  verbs:
    'é|são|está|estão|foi|será|pode|podem|deve|devem|tem|têm|custa|custam|dura|duram|abre|fecha|cobre|inclui|chega|precisa|cobramos|devolvemos|reparamos|entregamos|for|estava',
  framing:
    'pode|podem|ser|são|está|estão|estar|foi|for|seja|tem|têm|ter|quem|das|dos|nas|nos|pelo|pela|pelos|pelas|ao|aos|até|apenas|pelo|menos|mínimo|máximo|deve|devem|cada|você|vocês|lhe|nosso|nossa|seu|sua|seus|suas|esse|essa|desse|dessa|deste|desta|após|depois|antes|quando|desde|cerca|aproximadamente|já|ainda|também|preciso|possível|fica|custa|custam|preço|dura|partir|mais|caso|prazo|durante|feito|feita|exceto|superior|inferior|membro',
  synonyms:
    'cancelar cancelada cancelado cancelamento anular|reserva reservar reservada reservado|devolver devolvida devolvido devolução devolvemos reembolso reembolsar reembolsamos|aluguer alugar aluguel alugada|reparar reparados reparamos reparação conserto consertar|aberta aberto abre abrir|fechada fechado fecha fechar encerra|incluído incluída incluídos inclui incluir|grátis gratuito gratuita gratuitamente|entrega entregar entregamos envio enviar|pagar pagamento paga pagamos cobrar cobramos|cobre cobrir coberto cobertura|danos danificado danificada avariada|telefone telefonar telefônico|membro membros sócio sócios|preço custo tarifa valor|duração durar dura',
}
