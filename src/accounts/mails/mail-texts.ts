/** What a mail says around its link. `{...}` is filled in. */
export interface MailText {
  subject: string
  lines: readonly string[]
  button: string
  /** For whoever did not ask for it. */
  unasked: string
}

export type MailKind = 'invite' | 'reset' | 'magic' | 'handoff'
export type MailLanguage = 'en' | 'de'

export const mailTexts: Readonly<Record<MailLanguage, Readonly<Record<MailKind, MailText>>>> = {
  en: {
    invite: {
      subject: '{by} invites you to {workspace}',
      lines: [
        '{by} invites you to work in {workspace} on Careline, where visitors’ questions are answered.',
        'The link is good once, for seven days.',
      ],
      button: 'Accept the invitation',
      unasked: 'If you do not know what this is about, do nothing: the link ends by itself.',
    },
    reset: {
      subject: 'Set a new password',
      lines: [
        'Somebody, most likely you, asked to set a new password for your Careline account.',
        'The link is good once, for half an hour. All devices are signed out when it is used.',
      ],
      button: 'Set a new password',
      unasked: 'If it was not you, do nothing: your password stays as it is.',
    },
    magic: {
      subject: 'Sign in to Careline',
      lines: ['With this link you sign in without a password.', 'It is good once, for a quarter of an hour.'],
      button: 'Sign in',
      unasked: 'If you did not ask for it, do nothing, and show it to nobody.',
    },
    handoff: {
      subject: 'Somebody waits for a person ({place})',
      lines: [
        'Somebody waits for a person, and nobody had taken the conversation when this was sent: {place}.',
      ],
      button: 'Open the conversation',
      unasked: 'This comes while you are away. Under “Your account” you choose what is mailed to you.',
    },
  },
  de: {
    invite: {
      subject: '{by} lädt Sie zu {workspace} ein',
      lines: [
        '{by} lädt Sie ein, in {workspace} mit Careline zu arbeiten, wo Fragen von Besuchern beantwortet werden.',
        'Der Link gilt einmal, sieben Tage lang.',
      ],
      button: 'Einladung annehmen',
      unasked: 'Wenn Sie nicht wissen, worum es geht, tun Sie nichts: Der Link läuft von selbst ab.',
    },
    reset: {
      subject: 'Ein neues Passwort setzen',
      lines: [
        'Jemand, wahrscheinlich Sie, möchte ein neues Passwort für Ihr Konto bei Careline setzen.',
        'Der Link gilt einmal, eine halbe Stunde lang. Wird er benutzt, so werden alle Geräte abgemeldet.',
      ],
      button: 'Neues Passwort setzen',
      unasked: 'Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    },
    magic: {
      subject: 'Bei Careline anmelden',
      lines: [
        'Mit diesem Link melden Sie sich ohne Passwort an.',
        'Er gilt einmal, eine Viertelstunde lang.',
      ],
      button: 'Anmelden',
      unasked: 'Wenn Sie ihn nicht verlangt haben, tun Sie nichts, und zeigen Sie ihn niemandem.',
    },
    handoff: {
      subject: 'Jemand wartet auf einen Menschen ({place})',
      lines: [
        'Jemand wartet auf einen Menschen, und niemand hatte das Gespräch übernommen, als diese Mail abging: {place}.',
      ],
      button: 'Gespräch öffnen',
      unasked: 'Das kommt, während Sie abwesend sind. Unter „Ihr Konto“ wählen Sie, was Ihnen gemailt wird.',
    },
  },
}
