/** The texts of the panel; those of what comes after it are in `extras/locales`. `{name}`, `{company}`, `{n}`, `{title}` and `{seconds}` are filled in. */
export interface Texts {
  label: string
  close: string
  /** Greeting of a bot whose owner set none. */
  greeting: string
  /** Starter questions of a bot whose owner set none, parted by `|`. */
  starters: string
  conversation: string
  placeholder: string
  send: string
  typing: string
  you: string
  team: string
  person: string
  privacy: string
  source: string
  newTab: string
  up: string
  down: string
  thanks: string
  offline: string
  reconnecting: string
  slow: string
  /** Of a message that is on its way, or goes out when there is a connection again. */
  waiting: string
  failed: string
  retry: string
  discard: string
  problem: string
}
