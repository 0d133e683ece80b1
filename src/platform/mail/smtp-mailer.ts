import type { Transporter } from 'nodemailer'
import { CarelineError } from '../../kit/errors.ts'
import type { Mailer } from './mail.ts'

/** How long a mail server may be silent, in ms; a mail that failed is sent again later. */
const PATIENCE_MS = 20_000

/**
 * Hands mails to the SMTP server of `url` (smtp:// or smtps://, with name and password where it asks for them). The
 * client is loaded with the first mail, and its connections are kept for the next.
 */
export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  let opened: Promise<Transporter> | undefined
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer')
    const patience = {
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
    }
    return createTransport({
      ...{ url, pool: true, maxConnections: 2, disableFileAccess: true, disableUrlAccess: true },
      ...patience,
    })
  }
  return {
    async send(mail) {
      opened ??= open()
      const transport = await opened
      try {
        // Answers of people who are away to a mail that nobody wrote by hand help nobody.
        await transport.sendMail({ ...mail, from, headers: { 'Auto-Submitted': 'auto-generated' } })
      } catch (error) {
        throw notSent(error)
      }
    },
    close() {
      void opened?.then(transport => transport.close())
    },
  }
}

/** The server's own words may quote the address: its code alone is told. */
function notSent(error: unknown): CarelineError {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const cause = [code, responseCode].filter(part => part !== undefined).join(' ') || 'unknown'
  return new CarelineError('unavailable', `The mail server did not take a mail (${cause}). Check SMTP_URL.`)
}
