import { fold } from '../understand/words.ts'

/** Chores for a general assistant: nothing a company's help pages could answer. */
const chores: readonly RegExp[] = [
  /^(?:please )?(?:can you |could you )?(?:write|compose|make up) (?:me )?(?:a|an|some|my) (?:\w+ ){0,2}(?:poem|haiku|song|story|essay|joke|limerick|rap|novel|speech|homework)\b/,
  /^(?:please )?(?:can you |could you )?tell me (?:a|another) (?:\w+ )?(?:joke|story)\b/,
  /^(?:please )?(?:can you |could you )?(?:do|solve) my homework\b/,
  /^(?:bitte )?(?:schreib|erzahl)\w*(?: mir)? (?:ein|einen|eine) (?:gedicht|witz|geschichte|lied|aufsatz)\b/,
  /^(?:ecris|ecrivez|raconte|racontez)(?:-moi)? une? (?:poeme|blague|histoire|chanson)\b/,
  /^(?:escribe|escribeme|cuentame|escreva|conte|scrivi|scrivimi|raccontami) (?:me )?una? (?:poema|chiste|cuento|historia|piada|poesia|barzelletta|storia|cancion)\b/,
]

/** Whether a message asks for a chore of a general assistant; asked only when no page bears on it. */
export function isChore(message: string): boolean {
  const folded = fold(message)
  return chores.some(pattern => pattern.test(folded))
}
