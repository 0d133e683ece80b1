/** Drafts of the bot, and the copilot of the composer. */
export const en = {
  'draft.title': 'Draft',
  'draft.unseen': 'The visitor has not seen it.',
  'draft.refused': 'The pages do not hold the answer.',
  'draft.hasNewer': 'The visitor has written since.',
  'draft.inUse': 'It is in the composer below. Cleared there, it is here again.',
  'draft.overtaken':
    'This draft is gone: it was sent, dropped, or a newer one took its place. What you send now is your own answer.',
  'draft.send': 'Send as it is',
  'draft.use': 'Edit',
  'draft.drop': 'Drop',
  'draft.why': 'Why this draft',
  'draft.heldByOther': 'A colleague has this conversation.',
  'draft.takesOver': 'Sending takes the conversation over.',
} as const

export const de: Readonly<Record<keyof typeof en, string>> = {
  'draft.title': 'Entwurf',
  'draft.unseen': 'Der Besucher hat ihn nicht gesehen.',
  'draft.refused': 'Die Seiten enthalten die Antwort nicht.',
  'draft.hasNewer': 'Der Besucher hat seither geschrieben.',
  'draft.inUse': 'Er steht unten im Eingabefeld. Wird es geleert, steht er wieder hier.',
  'draft.overtaken':
    'Diesen Entwurf gibt es nicht mehr: Er wurde gesendet, verworfen oder durch einen neueren ersetzt. Was Sie jetzt senden, ist Ihre eigene Antwort.',
  'draft.send': 'So senden',
  'draft.use': 'Bearbeiten',
  'draft.drop': 'Verwerfen',
  'draft.why': 'Warum dieser Entwurf',
  'draft.heldByOther': 'Jemand anderes aus dem Team hat dieses Gespräch.',
  'draft.takesOver': 'Mit dem Senden übernehmen Sie das Gespräch.',
}
