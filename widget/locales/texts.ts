/** Every text of the widget. `{name}`, `{company}`, `{email}`, `{n}`, `{title}` and `{seconds}` are filled in. */
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
  /** On the control that asks for an address once a person was asked for in words. */
  leave: string
  personWhy: string
  email: string
  note: string
  personSend: string
  cancel: string
  personDone: string
  queue: string
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
