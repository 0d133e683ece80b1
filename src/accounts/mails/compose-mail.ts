import type { Mail } from '../../platform/mail/index.ts'
import { type MailKind, type MailLanguage, mailTexts } from './mail-texts.ts'

/** The language of ours that is nearest to one as browsers and accounts name it. */
export const mailLanguage = (locale: string): MailLanguage =>
  locale.toLowerCase().startsWith('de') ? 'de' : 'en'

/**
 * A mail around one link, as text and as HTML. It loads nothing from anywhere. Names in `values` and the `quote` are what
 * people typed: they stand in it as text, on one line, and nothing in them becomes a link.
 */
export function composeMail(given: {
  kind: MailKind
  language: MailLanguage
  to: string
  link: string
  values?: Readonly<Record<string, string>>
  /** Longer words of strangers, in a paragraph of their own. */
  quote?: string
}): Mail {
  const { to, link, language, values = {}, quote } = given
  const { subject, lines, button, unasked } = mailTexts[language][given.kind]
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => oneLine(values[name] ?? ''))
  const said = [...lines.map(filled), ...(quote ? [quoted(quote)] : [])]
  return {
    to,
    subject: filled(subject),
    text: [...said, link, unasked].join('\n\n'),
    html: htmlOf({ language, title: filled(subject), lines: said, button, link, unasked }),
  }
}

function htmlOf(given: {
  language: string
  title: string
  lines: readonly string[]
  button: string
  link: string
  unasked: string
}): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`
  const link = escaped(given.link)
  return `<!doctype html>
<html lang="${given.language}"><head><meta charset="utf-8"><title>${escaped(given.title)}</title></head>
<body style="margin:0;padding:24px;background:#fff;color:#1a1a1a;font:16px/1.5 sans-serif">
<div style="max-width:560px">
${given.lines.map(paragraph).join('\n')}
<p style="margin:0 0 16px"><a href="${link}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#087f5b;color:#fff;text-decoration:none">${escaped(given.button)}</a></p>
<p style="margin:0 0 16px;word-break:break-all">${link}</p>
<p style="margin:0;color:#555">${escaped(given.unasked)}</p>
</div></body></html>`
}

/** Longer than any name: what is longer wants to tell a story in our name. */
const MAX_VALUE = 120

/** Nothing typed may break out of its line, nor look like an address to go to. */
const oneLine = (text: string, most = MAX_VALUE): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/:\/\/|\bwww\./gi, ' ')
    .trim()
    .slice(0, most)

/** A summary has sixty words at most. */
const MAX_QUOTE = 800

/** Mail programs make links of names such as "example.com" by themselves; not with an invisible sign behind the dot. */
const quoted = (text: string): string => oneLine(text, MAX_QUOTE).replace(/\.(?=\p{L})/gu, '.\u2060')

const escaped = (text: string): string => text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)
