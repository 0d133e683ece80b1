/** The languages in which the bot has its own sentences; the widget's twelve. ISO 639-1. */
export const botLanguages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'he', 'ja'] as const

export type BotLanguage = (typeof botLanguages)[number]

/**
 * Everything the bot says in its own words, in one language. `{company}`, `{bot}`, `{title}` and `{date}` are filled
 * in by `fill`; a date is written `YYYY-MM-DD`, which reads the same everywhere. `[, {bot}]` is said only when there is a `{bot}`, and
`[of {company}|here]` is `here` when there is no `{company}`: neither a bot nor its owner needs a name.
 */
export interface BotTexts {
  hello: string
  thanks: string
  bye: string
  whoAreYou: string
  /** Nothing on the company's pages bears on the question. */
  noneRelevant: string
  /** Something does, but no sentence of an answer could be backed by it. */
  notSupported: string
  outOfScope: string
  unsafe: string
  /** The language models have used what the owner grants them for the day. */
  budget: string
  /** The message points at something ("it", "that plan") and several things may be meant. */
  whichOne: string
  /** Several pages answer about equally well. */
  whichTopic: string
  /** The message holds too little to search with. */
  moreDetail: string
  /** The visitor asked for a person. */
  handoffAsked: string
  /** The owner leaves what was asked to people. */
  handoffRule: string
  /** The bot is not to answer here: people do. */
  handoffMode: string
  handoffFailure: string
  /** The bot could not help: no answer, the same need again, or too many turns. */
  handoffUnable: string
  /** The visitor may harm themselves. */
  handoffSelfHarm: string
  /** The person who had the conversation has not written for a while: the bot has it again. */
  handedBack: string
  /** In front of words of a page that is in force since `{date}`. */
  accordingTo: string
  /** The same for a page that is valid until `{date}`. */
  accordingToUntil: string
  /** In front of words of a page that will be in force from `{date}` on. */
  startsOn: string
  /** In front of a quoted question title, where "our {title}" would not read. */
  ourPage: string
  /** "our shipping policy": a title that names a thing. */
  ourTitle: string
}
