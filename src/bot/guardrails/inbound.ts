import { fold } from '../understand/words.ts'

/** Why a message is not worked on. */
export type UnsafeKind = 'overrides-instructions' | 'asks-for-secrets' | 'asks-for-other-people'

/**
 * Only what is clearly meant to misuse the bot: each pattern needs the act and its object in one clause. Ordinary
 * questions with the same words ("how do I export all users?", "where is my API secret?") must pass; what slips
 * through meets the gate and the checks of every answer, which never act and never see other people's records.
 */
const patterns: Readonly<Record<UnsafeKind, readonly RegExp[]>> = {
  'overrides-instructions': [
    /\b(?:ignore|disregard|forget|overlook|override|bypass)\b[^.?!\n]{0,30}\b(?:previous|prior|above|earlier|preceding|your|all|system|original)\b[^.?!\n]{0,15}\b(?:instructions?|rules|prompts?|guidelines|directions|restrictions|programming)\b/,
    /\b(?:ignore|disregard|forget|overlook)\b[^.?!\n]{0,25}\b(?:you(?:'ve| have)? (?:been|were) (?:told|instructed|given)|you were told)\b/,
    /\byou are (?:now )?(?:\w+ )?(?:in developer mode|without (?:any )?(?:rules|restrictions|limits|filters)|dan\b|jailbroken)|\b(?:act|pretend|behave|respond)\b[^.?!\n]{0,40}\b(?:no|without(?: any)?) (?:rules|restrictions|limits|filters|guidelines)\b/,
    /\b(?:ignorier|vergiss|missacht)\w*\b.{0,30}\b(?:anweisung|instruktion|regel|vorgabe)\w*/,
    /\b(?:ignore[zr]?|oublie[zr]?)\b.{0,25}\b(?:instructions?|consignes|regles)\b.{0,20}(?:precedent|anterieur|ci-dessus|$)/,
    /\b(?:ignor[ae]r?|olvid[ae]r?|esquec[ea]r?|dimentica(?:re)?|ignori)\b.{0,25}\b(?:instrucciones|instrucoes|istruzioni|reglas|regras|regole)\b/,
    /\b(?:negeer|vergeet)\b.{0,25}\b(?:instructies|regels)\b|\b(?:zignoruj|zapomnij|ignoruj)\b.{0,25}\b(?:instrukcj|polecen|zasad)\w*|talimatlari.{0,20}(?:yok say|unut|gormezden gel|goz ardi)/,
    /(?:تجاهل|انس).{0,20}(?:التعليمات|الأوامر)|(?:התעלם|התעלמו|שכח).{0,20}(?:ההוראות|הוראות)|(?:指示|命令|ルール).{0,6}(?:無視|忘れ)/,
  ],
  'asks-for-secrets': [
    /\b(?:reveal|show|print|repeat|output|display|tell me|give me|share|recite|dump|leak|write out|copy|what is|what's|what are|what were)\b[^.?!\n]{0,30}\b(?:your|the|its|hidden|initial|original)\b[^.?!\n]{0,20}\b(?:system prompt|system message|hidden (?:prompt|instructions|rules)|initial (?:prompt|instructions)|secret (?:instructions|prompt)|instructions (?:word for word|verbatim)|prompt (?:word for word|verbatim))\b/,
    /\b(?:reveal|tell me|what is|what's|share|give me|confirm)\b[^.?!\n]{0,15}\byour (?:secret key|password|secret|api key|credentials)\b/,
    /\b(?:system-?prompt|systemanweisung\w*|prompt systeme|prompt del sistema|prompt de sistema|prompt do sistema|prompt di sistema|systeemprompt|prompt systemow\w*|sistem (?:prompt|istem)\w*)\b.{0,40}(?:zeig|nenn|verrat|montr|affich|revel|muestr|mostr|rivel|toon|pokaz|ujawn|goster)|(?:zeig|nenn|verrat|montr|affich|revel|muestr|mostr|rivel|toon|pokaz|ujawn|goster)\w*.{0,30}(?:system-?prompt|systemanweisung|prompt (?:systeme|del sistema|de sistema|do sistema|di sistema|systemow)|systeemprompt)/,
    /システムプロンプト.{0,10}(?:教え|見せ|表示|出力)|(?:أظهر|اعرض|اكشف).{0,20}(?:تعليمات النظام|موجه النظام)|(?:הצג|גלה|תראה).{0,20}(?:הנחיות המערכת|פרומפט המערכת)/,
    /\b(?:open|fetch|read|get|curl|call|load|request)\b.{0,20}https?:\/\/(?:169\.254\.|metadata\.google|\[?fd00:ec2)/,
  ],
  'asks-for-other-people': [
    /^(?!.*\bhow (?:do|can|could|would|to)\b).*\b(?:show|give|tell|send|read|list|look up|find)(?: to)? me\b[^.?!\n]{0,30}\b(?:orders?|address|addresses|e-?mails?|phone(?: numbers?)?|passwords?|payment details|card (?:number|details)|personal (?:data|details|information)|messages|conversations?|account details|invoices?)\b[^.?!\n]{0,20}\b(?:another|other|a different|somebody else's|someone else's|every|all(?: the| your)?) (?:customers?|users?|people|visitors?|clients?|person)\b/,
    /^(?!.*\bhow (?:do|can|could|would|to)\b).*\b(?:show|give|tell|send|read) me\b[^.?!\n]{0,30}\b(?:another|other|a different|every|all(?: the| your)?) (?:customers?|users?|people|visitors?|clients?|person)(?:'s|s'|')? (?:orders?|address|addresses|e-?mails?|phone(?: numbers?)?|passwords?|payment details|card (?:number|details)|personal (?:data|details|information)|messages|conversations?)\b/,
    /\b(?:show|give|tell|send|read) me\b[^.?!\n]{0,40}\b(?:orders?|address|phone|password|card|conversations?|data)\b[^.?!\n]{0,30}\bcustomer \S+@\S+/,
  ],
}

/** Digits and signs people write for letters to slip past word lists. */
const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
}

/** Whether `message` is clearly an attempt at misuse, and of which kind; `undefined` for everything else. */
export function findUnsafe(message: string): UnsafeKind | undefined {
  const readings = [fold(message), message.toLowerCase().normalize('NFKC')]
  if (looksLeet(message)) readings.push(fold(message).replace(/[013457$]/g, sign => leet[sign] ?? sign))
  const decoded = decodedPart(message)
  if (decoded !== undefined) readings.push(fold(decoded))
  for (const [kind, list] of Object.entries(patterns) as [UnsafeKind, readonly RegExp[]][])
    if (list.some(pattern => readings.some(reading => pattern.test(reading)))) return kind
  return undefined
}

function looksLeet(message: string): boolean {
  const mixed = message.match(/\b\p{L}*\d\p{L}+\d?\p{L}*\b/gu) ?? []
  return mixed.length >= 3
}

/** What a long base64 run in the message says, when it is plain text. */
function decodedPart(message: string): string | undefined {
  const run = /\b[A-Za-z0-9+/]{24,}={0,2}/.exec(message)?.[0]
  if (run === undefined) return undefined
  const text = Buffer.from(run, 'base64').toString('utf8')
  return /^[\p{L}\p{N}\p{P}\p{Zs}\n]+$/u.test(text) ? text : undefined
}
