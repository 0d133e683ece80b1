/** The sign of the staff application: a speech bubble with three dots in it. All in a square of 512. */
export const SIDE = 512
export const COLOURS = { ground: '#087f5b', sign: '#ffffff' } as const

/** The bubble is a box with round corners and a tail. */
export const bubble = { left: 104, top: 116, right: 408, bottom: 340, radius: 64 }
export const tail = [
  [168, 320],
  [168, 412],
  [262, 330],
] as const
export const dots = { y: 228, radius: 26, xs: [176, 256, 336] } as const

/** The same sign as a drawing of vectors. `corner`: how round the ground is; 0 fills the square. */
export function svgOf(corner: number): string {
  const { left, top, right, bottom, radius } = bubble
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}">
  <title>Careline</title>
  <rect width="${SIDE}" height="${SIDE}" rx="${corner}" fill="${COLOURS.ground}"/>
  <g fill="${COLOURS.sign}">
    <rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" rx="${radius}"/>
    <polygon points="${tail.map(point => point.join(',')).join(' ')}"/>
  </g>
  <g fill="${COLOURS.ground}">
${dots.xs.map(x => `    <circle cx="${x}" cy="${dots.y}" r="${dots.radius}"/>`).join('\n')}
  </g>
</svg>
`
}

export type Point = readonly [x: number, y: number]

/** Whether a point of the square lies in the sign, dots left out. */
export function isInSign([x, y]: Point): boolean {
  const inDot = dots.xs.some(at => Math.hypot(x - at, y - dots.y) <= dots.radius)
  return !inDot && (isInBox([x, y], bubble) || isInTriangle([x, y], tail))
}

/** Whether a point lies on the ground, whose corners are round. */
export const isOnGround = (point: Point, corner: number): boolean =>
  isInBox(point, { left: 0, top: 0, right: SIDE, bottom: SIDE, radius: corner })

function isInBox([x, y]: Point, box: typeof bubble): boolean {
  const { left, top, right, bottom, radius } = box
  if (x < left || x > right || y < top || y > bottom) return false
  const dx = Math.max(left + radius - x, x - (right - radius), 0)
  const dy = Math.max(top + radius - y, y - (bottom - radius), 0)
  return Math.hypot(dx, dy) <= radius
}

function isInTriangle(point: Point, corners: readonly Point[]): boolean {
  const sides = corners.map((corner, at) => sideOf(point, corner, corners[(at + 1) % corners.length]!))
  return sides.every(side => side >= 0) || sides.every(side => side <= 0)
}

const sideOf = ([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number =>
  (x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)
