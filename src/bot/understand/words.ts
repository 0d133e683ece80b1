/**
 * Words that carry grammar and not a topic, in the twelve languages of the bot, all in one set: a word is looked up
 * without knowing the language, which short messages do not show. Kept to the commonest; a rare one does no harm.
 */
const grammar = [
  // English
  'a an the of to in on for and or is are was were be been am it its this that these those with as at by from you your yours can could will would should shall may might must if not no do does did done has have had i my me we our us so then than but there here he she they them their his her what which who whom whose when where why how about into over under also just only any some all please hi hello hey thanks thank tell know want need like get got let make made use using used im ive id youre dont doesnt cant isnt wont mean means',
  // German
  'der die das den dem des ein eine einen einem einer eines und oder ist sind war waren sein bin hat haben habe hatte wird werden wurde kann können könnte muss müssen soll sollte darf ich du sie er es wir ihr mein meine meinen unser ihre sich mit von zu zum zur im in an am auf für bei aus nach über unter nicht kein keine auch nur noch schon wie was wer wo wann warum wieso welche welcher welches wenn dass ob als so dann dort hier bitte gibt man mir mich uns',
  // French
  'le la les un une des du de d l et ou est sont était être ai a avons avez ont je tu il elle on nous vous ils elles mon ma mes notre nos votre vos son sa ses ce cet cette ces cela ça ne pas plus que qui quoi dont où quand comment pourquoi combien quel quelle quels quelles si dans sur sous avec sans pour par en au aux y mais aussi peut peux puis faire fait dois doit est-ce',
  // Spanish
  'el la los las un una unos unas y o u es son era ser estar está están he ha han hay yo tú él ella nosotros ustedes usted mi mis su sus nuestro este esta estos estas eso esto que qué quién cómo cuándo dónde cuál cuáles cuánto cuánta por para con sin en de del al a no sí se me te le lo les si pero también más muy puedo puede pueden tengo tiene hacer debo',
  // Portuguese
  'o os as um uma uns umas e ou é são foi ser estar está eu ele ela nós vocês você meu minha seu sua nosso este esta isto isso esse essa que quem como quando onde qual quais quanto por para com sem em de do da dos das no na nos nas ao à não se mas também mais muito posso pode tenho tem fazer devo',
  // Italian
  'il lo la i gli le un uno una e o è sono era essere ho ha hanno io tu lui lei noi voi mio mia tuo suo sua nostro questo questa quello quella che chi come quando dove quale quali quanto perché per con senza in di del della dei delle al alla da dal non si mi ti ci se ma anche più molto posso può fare devo',
  // Dutch
  'de het een en of is zijn was waren ben heeft hebben heb had wordt worden kan kunnen moet mag ik je jij u hij zij ze wij we mijn uw ons onze dit dat deze die met van voor naar bij uit op aan in om over onder niet geen ook alleen nog al hoe wat wie waar wanneer waarom welke als dan er hier',
  // Polish
  'i a o w we z ze na do od dla po przez przy za pod nad jest są był była być mam ma mają mogę może można czy jak co kto gdzie kiedy dlaczego który która które jaki jaka jakie ile ten ta to te tego tej tym mój moja moje swój nasz się nie tak też tylko jeśli ale lub oraz',
  // Turkish
  've veya ile için bir bu şu o ben sen biz siz onlar benim bana beni mi mı mu mü ne nasıl neden niçin nerede ne zaman kim hangi kaç var yok da de ki ama gibi kadar daha çok değil olan olarak eğer',
  // Arabic
  'في من على إلى عن مع هل ما ماذا كيف متى أين لماذا كم أي هذا هذه ذلك تلك هو هي هم أنا أنت نحن لا لم لن إن أن كان كانت يكون التي الذي و أو ثم قد يمكن يمكنني لي لنا',
  // Hebrew
  'של את על אל עם מן אם או גם לא כן זה זאת זו אני אתה את הוא היא אנחנו הם מה מי איך מתי איפה למה מדוע כמה האם יש אין אפשר יכול שלי שלנו כי אבל רק',
  // Japanese (particles and endings that stand alone after splitting)
  'の は が を に へ と で も や か から まで です ます する した して ください この その あの どの 何 いつ どこ だれ なぜ どう',
]
const grammarWords = new Set(grammar.flatMap(line => line.split(' ')))

/** Letters that do not come apart into a base and a mark. */
const plain: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd' }

/** A message folded for comparison: lower case, accents and vowel marks off, curly quotes straight, spaces single. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ıłøđ]/g, letter => plain[letter] ?? letter)
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}

/** The words of a text in order, lower case; `c++`, `.htaccess`, `v2.1` and `e-mail` stay whole. */
export function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}.#@_][\p{L}\p{M}\p{N}_'’.+#@/-]*/gu)
      ?.map(trimWord)
      .filter(Boolean) ?? []
  )
}

function trimWord(word: string): string {
  return word.replace(/^[.#@_]+(?![\p{L}\p{N}])/u, '').replace(/['’.\-/]+$/u, '')
}

/** Whether `word` (lower case) may name a topic: not a word of grammar, and not a lone letter. */
export function isTopical(word: string): boolean {
  const bare = word.replace(/['’](?:s|re|ve|ll|d|m|t)$/u, '')
  return (
    !grammarWords.has(bare) &&
    !grammarWords.has(word.replace(/['’]/gu, '')) &&
    (bare.length > 1 || /\p{Lo}/u.test(bare))
  )
}

/** The distinct topical words of a text in order of appearance, lower case. */
export function topicalWords(text: string): string[] {
  return [...new Set(wordsOf(text).filter(isTopical))]
}

/** A rough stem that joins singular and plural and the commonest endings; only for comparing words with each other. */
export function roughStem(word: string): string {
  const bare = word.replace(/['’]s?$/u, '')
  if (bare.length < 5) return bare.length > 3 ? bare.replace(/s$/u, '') : bare
  return bare.replace(/(?:ations?|ing|ies|ied|ed|es|s|ly|y|e)$/u, '')
}
