/** A vector in pgvector's text form, `[0.1,-0.2,...]`. */
export function vectorText(vector: Float32Array): string {
  return `[${Array.from(vector, component => Number(component.toPrecision(7))).join(',')}]`
}

/** The vector of pgvector's text form. */
export function vectorOfText(text: string): Float32Array {
  const vector = new Float32Array(text.length > 2 ? text.split(',').length : 0)
  if (vector.length === 0) return vector
  let at = 0
  for (const component of text.slice(1, -1).split(',')) vector[at++] = Number(component)
  return vector
}

/** A unit vector as int8 components (times 127, rounded), one byte each. */
export function int8Bytes(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(vector.length)
  for (let at = 0; at < vector.length; at++) {
    const scaled = Math.round((vector[at] as number) * 127)
    bytes.writeInt8(Math.max(-127, Math.min(127, scaled)), at)
  }
  return bytes
}
