/** How German builds words: what `geimpft` and `Impfung`, `Stellplatz` and `Platz` have in common. */

const endings = /(?:ungen|ung|eten|etes|eter|eten|test|ten|tes|ter|tem|et|te|st|en|er|es|t|e|n)$/u

/** The root of a German noun of a deed or of a form of its verb; too short a root tells nothing. */
function rootOf(lower: string): string | undefined {
  const root = lower.replace(/^ge(?=\p{L}{5})/u, '').replace(endings, '')
  return root.length >= 4 ? root : undefined
}

/** `Impfung` of `geimpft`, `Versicherung` of `versichert`. */
export function sameRoot(one: string, other: string): boolean {
  const root = rootOf(one)
  return root !== undefined && root === rootOf(other)
}

/** The last part of a compound names its kind: `Platz` of `Stellplatz`, where no second kind of it is meant. */
export function isKindOf(kind: string, words: readonly string[]): boolean {
  if (kind.length < 3) return false
  const stem = kind.replace(/(?:en|er|e|n|s)$/u, '')
  const holding = words.filter(
    word => word.length >= kind.length + 3 && new RegExp(`${stem}(?:en|er|e|n|s)?$`, 'u').test(word),
  )
  return holding.length > 0 && new Set(holding.map(word => word.slice(0, 5))).size === 1
}

/** `Kündigungsfrist` where the source has both `kündigen` and `Frist`. */
export function isBuiltOf(compound: string, words: readonly string[]): boolean {
  return words.some(last => {
    if (last.length < 4 || !compound.endsWith(last) || compound.length - last.length < 4) return false
    const first = compound.slice(0, -last.length).replace(/s$/u, '')
    return words.some(word => word !== last && (word === first || sameRoot(word, first)))
  })
}

/** `aufnehmen` where the source has `nehmen ... auf`. */
export function isSeparated(verb: string, words: readonly string[]): boolean {
  const parts = /^(ab|an|auf|aus|bei|ein|fest|her|hin|mit|nach|vor|weg|zu|zurück)(\p{L}{4,})$/u.exec(verb)
  if (!parts) return false
  const [, particle, rest] = parts as unknown as [string, string, string]
  return words.includes(particle) && words.some(word => word === rest || sameRoot(word, rest))
}
