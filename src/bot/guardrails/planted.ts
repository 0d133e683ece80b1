import type { IndexedPassage, SearchResult } from '../../knowledge/index.ts'
import { fold } from '../understand/words.ts'

/**
 * Text of a page that speaks to whoever answers instead of to those who read it. Each pattern needs the one spoken to
 * or the act that only an assistant does; "include the order number in your reply" is said to a customer and passes.
 * What slips through meets the checks of every answer.
 */
const patterns: readonly RegExp[] = [
  // To leave its instructions: stricter than for what visitors write, since pages speak of rules and of ignoring them.
  /\b(?:ignore|disregard|forget|overlook|override|bypass)\b[^.?!\n]{0,30}\b(?:previous|prior|above|earlier|preceding|your|system|original)\b[^.?!\n]{0,15}\b(?:instructions?|rules|prompts?|guidelines|directions|programming)\b/,
  /\b(?:ignorier|vergiss|missacht)\w*\b[^.?!\n]{0,20}\b(?:bisherig|vorherig|vorig|obig|deine|alle)\w*[^.?!\n]{0,12}(?:anweisung|instruktion|regel|vorgabe)/,
  /\b(?:ignore[zr]?|oublie[zr]?)\b[^.?!\n]{0,25}\b(?:instructions?|consignes|regles)\b[^.?!\n]{0,20}(?:precedent|anterieur|ci-dessus)/,
  /\b(?:ignor[ae]r?|ignori|olvid[ae]r?|esquec[ea]r?|dimentica(?:re)?)\b[^.?!\n]{0,25}\b(?:instrucciones|instrucoes|istruzioni|reglas|regras|regole)\b[^.?!\n]{0,15}(?:anteri|previ|preced)/,
  /\b(?:negeer|vergeet)\b[^.?!\n]{0,15}\b(?:vorige|eerdere|bovenstaande|alle)\b[^.?!\n]{0,12}\b(?:instructies|regels)\b|\b(?:zignoruj|zapomnij|ignoruj)\b[^.?!\n]{0,15}\b(?:poprzedni|wczesniejsz|wszystki)\w*[^.?!\n]{0,12}(?:instrukcj|polecen|zasad)|(?:onceki|yukaridaki|tum) talimatlari[^.?!\n]{0,12}(?:yok say|unut|gormezden gel)/,
  /(?:تجاهل|انس)[^.؟!\n]{0,12}(?:التعليمات|الأوامر) السابقة|(?:התעלם|התעלמו|שכח)[^.?!\n]{0,12}ההוראות הקודמות|(?:以前|これまで|上記|前)の(?:指示|命令|ルール)[^。\n]{0,6}(?:無視|忘れ)/,
  // The marks of a prompt: roles, and the pretended end of the data.
  /<\|(?:im_start|im_end|system|user|assistant|endoftext)[^|]*\|>|\[\/?inst\]|<<\/?sys>>|<\/?(?:system|sources?|assistant|instructions?)>/,
  /["']role["']\s*:\s*["'](?:system|assistant|developer)["']|\b(?:end|start) of (?:the )?(?:documents?|sources?|context|system prompt)\s*-{2,}/,
  /(?:^|[\n>|])\s*(?:system|assistant|developer|ai assistant|chatbot)\s*:\s/,
  // Spoken to an assistant by name, or to whoever handles the conversation.
  /\b(?:notes?|instructions?|message|attention|reminder) (?:for|to) (?:(?:all|any|the) )?(?:ai |language )?(?:assistants?|agents?,? (?:and|or)|copilots?|chatbots?|bots|models?|llms?)\b/,
  /\b(?:for|to) the (?:person|agent|assistant|one) (?:handling|answering|reading) this (?:ticket|conversation|chat|message|document)\b/,
  /\b(?:decode|read backwards|reverse|translate) (?:this |it )?and (?:then )?(?:follow|obey|execute|comply)\b/,
  // How each answer is to be from now on.
  /\b(?:say so|mention (?:it|this)|repeat (?:it|this)|include (?:it|this)) in (?:every|each|all(?: your)?) (?:answers?|repl(?:y|ies)|responses?)\b/,
  /\b(?:answer|reply to|respond to) (?:every|each|all|any) (?:further |other )?(?:questions?|messages?|visitors?)\b[^.!?]{0,20}\b(?:with|by|in)\b/,
  /\b(?:begin|start|end|finish|open|close) (?:every|each|all|your|the) (?:answers?|repl(?:y|ies)|responses?)\b/,
  /\bwhen(?:ever)? you (?:answer|reply|respond)\b[^.!?]{0,20}\b(?:begin|start|end|add|include|write|use|append)\b/,
  /\b(?:respond|reply|answer) (?:only )?(?:in|with|using) (?:html|hexadecimal|hex|base64|binary|morse|rot13)\b/,
  /\b(?:remember|store|keep)\b[^.!?]{0,20}\b(?:all|every) (?:later|future|further|other|following) (?:conversations?|chats?|sessions?|visitors?)\b/,
  /\brepeat the (?:word .{1,30} (?:until|forever|\d)|(?:text|prompt|instructions) above)|\btext above this (?:document|page|message)\b/,
  // What it is to do or to hide.
  /\b(?:never|always|do not|don't) (?:transfer|hand over|escalate|forward|connect)\b[^.!?]{0,30}\b(?:humans?|persons?|people|agents?)\b/,
  /\b(?:documents|pages|sources) you (?:can|may) (?:search|see|access|read)\b/,
  /\breplaces all (?:other|earlier|previous) (?:documents|sources|pages)\b/,
  /\binternal note for the (?:operator|agent|team|staff)\b/,
  /\btell (?:the |all |every )?(?:visitors?|customers?|users?)\b[^!?]{0,200}\bhttps?:\/\//,
]

/** Signs that nobody sees: zero width, direction marks, soft hyphens. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu
/** Letters of other scripts that look like these of ours. */
const alike: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аaеeоoрpсcхxуyіiјjѕsԁdһhαaοoεeρpνvιi'.matchAll(/(.)(.)/gu)].map(([, from = '', to = '']) => [
    from,
    to,
  ]),
)

/** Whether `text` carries an instruction for the assistant: plain, spelt with look-alikes, or in signs that nobody sees. */
export function speaksToAssistant(text: string): boolean {
  const shown = text.replace(/[\u{e0020}-\u{e007e}]/gu, tag =>
    String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000),
  )
  const folded = shown.split('\n').map(fold).join('\n')
  const bare = folded.replace(unseen, '').replace(/[^\p{ASCII}]/gu, letter => alike[letter] ?? letter)
  const readings = bare === folded ? [folded] : [folded, bare]
  return readings.some(reading => patterns.some(pattern => pattern.test(reading)))
}

/** What was made of a passage, kept because the index gives the same ones for each question. */
const cleaned = new WeakMap<IndexedPassage, { passage?: IndexedPassage }>()

/**
 * The passage without paragraphs that speak to the assistant: whoever planted one may have written its other sentences,
 * too. Their place is kept as spaces, so that positions hold. `undefined` when nothing is left, or when its title,
 * headings or path do it, which stand on every citation.
 */
export function withoutPlanted(passage: IndexedPassage): IndexedPassage | undefined {
  const known = cleaned.get(passage)
  if (known) return known.passage
  const left = clean(passage)
  cleaned.set(passage, left ? { passage: left } : {})
  return left
}

function clean(passage: IndexedPassage): IndexedPassage | undefined {
  const names = [passage.title, ...passage.headingPath, passage.path].join('\n')
  // Nearly all pass here: once over the whole costs less than once a paragraph.
  if (!speaksToAssistant(`${names}\n\n${passage.text}`)) return passage
  if (speaksToAssistant(names)) return undefined
  const planted = [...passage.text.matchAll(/(?:[^\n]|\n(?!\s*\n))+/g)].filter(([text]) =>
    speaksToAssistant(text),
  )
  if (planted.length === 0) return passage
  let text = passage.text
  for (const { index, 0: found } of planted)
    text = text.slice(0, index) + found.replace(/[^\n]/g, ' ') + text.slice(index + found.length)
  if (text.trim() === '') return undefined
  const sentences = passage.sentences.map(sentence => ({
    ...sentence,
    text: text.slice(sentence.start, sentence.end),
  }))
  return { ...passage, text, sentences }
}

/** What a search found, without what was planted in it. */
export function withoutPlantedIn(result: SearchResult): SearchResult {
  const candidates = result.candidates.flatMap(candidate => {
    const passage = withoutPlanted(candidate.passage)
    return passage === undefined
      ? []
      : passage === candidate.passage
        ? [candidate]
        : [{ ...candidate, passage }]
  })
  return { ...result, candidates }
}
