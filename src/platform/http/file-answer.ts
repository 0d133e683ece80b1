import type { Context } from 'hono'

/** A file that somebody sent us. */
interface SentFile {
  name: string
  type: string
  content: Uint8Array
}

/**
 * Answers with a stranger's file so that no browser makes more of it than it is: its type is not guessed, it runs
 * nothing and loads nothing, and all but a picture is only saved.
 */
export function answerFile(c: Context, { name, type, content }: SentFile): Response {
  const place = type.startsWith('image/') ? 'inline' : 'attachment'
  return c.body(new Uint8Array(content), 200, {
    'Content-Type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
    'Content-Disposition': `${place}; filename="${asciiOf(name)}"; filename*=UTF-8''${encoded(name)}`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'private, max-age=3600',
  })
}

/** For clients that know only the old form. */
const asciiOf = (name: string) => name.replace(/[^A-Za-z0-9._ -]/g, '_')

/** As RFC 8187 wants it. */
const encoded = (name: string) =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16)}`,
  )
