/** What one is told of, and where. */
export const en = {
  'notifications.title': 'Notifications',
  'notifications.why': 'When somebody waits for a person and nobody takes it while you are away or offline:',
  'notifications.mail': 'Send me an e-mail',
  'notifications.push': 'Send a push message to my browsers',
  'notifications.details': 'Show in them what the visitor wrote and gave, such as names and order numbers',
  'notifications.sound': 'Play a tone here when somebody begins to wait, or writes in a conversation of mine',
  'notifications.browsers': 'Browsers that get push messages',
  'notifications.noBrowsers': 'None yet.',
  'notifications.browser': 'Browser',
  'notifications.since': 'Since',
  'notifications.subscribe': 'Use this browser',
  'notifications.unsubscribe': 'Remove',
  'notifications.unable':
    'This browser cannot get push messages here. It takes an address with https; on a phone, add Careline to the home screen first.',
  'notifications.refused':
    'The browser does not allow notifications. Allow them for this site in its settings.',
} as const

export const de: Readonly<Record<keyof typeof en, string>> = {
  'notifications.title': 'Benachrichtigungen',
  'notifications.why':
    'Wenn jemand auf einen Menschen wartet und niemand übernimmt, während Sie abwesend oder offline sind:',
  'notifications.mail': 'Mir eine E-Mail senden',
  'notifications.push': 'Eine Push-Nachricht an meine Browser senden',
  'notifications.details':
    'Darin zeigen, was der Besucher geschrieben und angegeben hat, etwa Namen und Bestellnummern',
  'notifications.sound':
    'Hier einen Ton spielen, wenn jemand zu warten beginnt oder in einem meiner Gespräche schreibt',
  'notifications.browsers': 'Browser, die Push-Nachrichten bekommen',
  'notifications.noBrowsers': 'Noch keiner.',
  'notifications.browser': 'Browser',
  'notifications.since': 'Seit',
  'notifications.subscribe': 'Diesen Browser verwenden',
  'notifications.unsubscribe': 'Entfernen',
  'notifications.unable':
    'Dieser Browser kann hier keine Push-Nachrichten bekommen. Nötig ist eine Adresse mit https; auf dem Telefon muss Careline zuerst auf den Startbildschirm.',
  'notifications.refused':
    'Der Browser erlaubt keine Benachrichtigungen. Erlauben Sie sie für diese Seite in seinen Einstellungen.',
}
