/** Files that go with messages. */
export const en = {
  'attachments.add': 'Attach files',
  'attachments.waiting': 'Attached files',
  'attachments.remove': 'Do not send {name}',
  'attachments.save': 'Save {name}',
  'attachments.files': 'Files',
  'attachments.failed': '{name} could not be loaded.',
  'bots.attachmentTypes': 'Files that may be attached',
  'bots.attachmentSize': 'Largest file, in MB',
  'bots.attachmentRate': 'Files of a visitor in a minute',
}

export const de: Record<keyof typeof en, string> = {
  'attachments.add': 'Dateien anhängen',
  'attachments.waiting': 'Angehängte Dateien',
  'attachments.remove': '{name} nicht senden',
  'attachments.save': '{name} speichern',
  'attachments.files': 'Dateien',
  'attachments.failed': '{name} konnte nicht geladen werden.',
  'bots.attachmentTypes': 'Dateien, die angehängt werden dürfen',
  'bots.attachmentSize': 'Größte Datei, in MB',
  'bots.attachmentRate': 'Dateien eines Besuchers je Minute',
}
