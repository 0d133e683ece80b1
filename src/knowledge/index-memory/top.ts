/**
 * The slots of the `wanted` highest scores above `least`, best first; ties go to the lower slot. `allowed` is asked
 * only about slots that would enter.
 */
export function bestSlots(
  scores: Float32Array,
  count: number,
  wanted: number,
  allowed: (slot: number) => boolean,
  least: number,
): number[] {
  const slots = new Int32Array(wanted)
  const values = new Float32Array(wanted)
  let held = 0
  let bar = least
  for (let slot = 0; slot < count; slot++) {
    const score = scores[slot] as number
    if (score <= bar || !allowed(slot)) continue
    let at = held < wanted ? held++ : wanted - 1
    while (at > 0 && (values[at - 1] as number) < score) {
      values[at] = values[at - 1] as number
      slots[at] = slots[at - 1] as number
      at--
    }
    values[at] = score
    slots[at] = slot
    if (held === wanted) bar = values[wanted - 1] as number
  }
  return [...slots.subarray(0, held)]
}
