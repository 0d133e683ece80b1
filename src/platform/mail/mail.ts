/** One mail to one person, as text and as HTML that says the same. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

/** The way mail leaves the server. */
export interface Mailer {
  /** @throws CarelineError `unavailable` when it could not be handed over; it never names the address. */
  send(mail: Mail): Promise<void>
  close(): void
}
