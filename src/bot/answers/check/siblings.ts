/** Things of one kind, set apart by `|`: one of them in the place of another is another claim, however near they are. */
const kinds: readonly string[] = [
  'post letter | phone telephone call smartphone | email | text sms | fax | video',
  'post Brief | Telefon Anruf | email | SMS | Fax',
  'courrier poste | téléphone appel | courriel email | sms texto',
  'correo carta | teléfono llamada | email | sms',
  'photo picture image | video film | recording',
  'key | code pin | card badge fob',
]

const placeOf = new Map<string, { kind: number; place: number }[]>()
for (const [kind, line] of kinds.entries())
  for (const [place, words] of line.toLowerCase().split(' | ').entries())
    for (const word of words.split(' ')) placeOf.set(word, [...(placeOf.get(word) ?? []), { kind, place }])

/** Whether two words name different things of one kind. */
export function areSiblings(one: string, other: string): boolean {
  const places = placeOf.get(other) ?? []
  return (placeOf.get(one) ?? []).some(mine =>
    places.some(({ kind, place }) => kind === mine.kind && place !== mine.place),
  )
}
