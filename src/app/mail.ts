import type { Config } from '../config.ts'
import { createConsoleMailer, createSmtpMailer, type Mailer } from '../platform/mail/index.ts'

/** The way mail leaves: the configured server, or the console of whoever runs this. */
export function buildMailer({ SMTP_URL, MAIL_FROM }: Config, print: (text: string) => void): Mailer {
  return SMTP_URL && MAIL_FROM
    ? createSmtpMailer({ url: SMTP_URL, from: MAIL_FROM })
    : createConsoleMailer(print)
}
