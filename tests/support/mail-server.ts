import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as it came over the wire. */
export interface ReceivedMail {
  from: string
  to: string[]
  raw: string
  /** The text part, decoded. */
  text: string
  html: string
}

export interface MailServer {
  url: string
  mails: ReceivedMail[]
  /** From now on refuses every recipient, or takes them again. */
  refuse(refuses: boolean): void
  close(): Promise<void>
}

/** A real SMTP server on this machine that takes every mail, from whoever signs in as `careline`. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  let refuses = false
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'careline' && password === 'a mail secret'
        ? done(null, { user: username })
        : done(new Error('no such sender')),
    onRcptTo: (_, __, done) => (refuses ? done(new Error('no such mailbox')) : done()),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', part => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('utf8')
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const to = envelope.rcptTo.map(({ address }) => address)
        mails.push({ from, to, raw, text: partOf(raw, 'text/plain'), html: partOf(raw, 'text/html') })
        done()
      })
    },
  })
  const port = await freePort()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `smtp://careline:${encodeURIComponent('a mail secret')}@127.0.0.1:${port}`,
    mails,
    refuse(now) {
      refuses = now
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** One part of a multipart mail, its transfer encoding undone. */
function partOf(raw: string, type: string): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? ''
  const part = raw.split(`--${boundary}`).find(one => one.includes(`Content-Type: ${type}`)) ?? ''
  const at = part.indexOf('\r\n\r\n')
  const [head, body] = [part.slice(0, at), part.slice(at + 4)]
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  if (!/quoted-printable/i.test(head)) return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
