import type { Mailer } from './mail.ts'

/** Where no mail server is set: mails are shown to whoever runs the server, on its console, as text. */
export function createConsoleMailer(print: (text: string) => void): Mailer {
  return {
    async send({ to, subject, text }) {
      print(`No mail server is set (SMTP_URL), so here is the mail to ${to}:\n${subject}\n\n${text}`)
    },
    close() {},
  }
}
