/** Mail that leaves the server: a port, an SMTP client, and a console where no server is set. */
export { createConsoleMailer } from './console-mailer.ts'
export type { Mail, Mailer } from './mail.ts'
export { createSmtpMailer } from './smtp-mailer.ts'
