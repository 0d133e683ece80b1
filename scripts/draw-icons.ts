// `npx tsx scripts/draw-icons.ts`: draws the icons of the staff application into admin/public/ again.
import { writeFileSync } from 'node:fs'
import { pngOf } from './icons/png.ts'
import { COLOURS, isInSign, isOnGround, type Point, SIDE, svgOf } from './icons/shape.ts'

const folder = new URL('../admin/public/', import.meta.url)
const CORNER = 96
/** Samples along each side of a pixel, for smooth edges. */
const SAMPLES = 4

type Colour = readonly [red: number, green: number, blue: number]
const colourOf = (hex: string): Colour =>
  [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16)) as never
const [ground, sign] = [colourOf(COLOURS.ground), colourOf(COLOURS.sign)]

/** The colour of a point; undefined: nothing is there. */
type Paint = (point: Point) => Colour | undefined
const withGround =
  (corner: number): Paint =>
  point =>
    isInSign(point) ? sign : isOnGround(point, corner) ? ground : undefined
/** Systems colour a badge themselves: only its outline counts. */
const signAlone: Paint = point => (isInSign(point) ? sign : undefined)

function draw(side: number, paint: Paint): Uint8Array {
  const pixels = new Uint8Array(side * side * 4)
  for (let at = 0; at < side * side; at++)
    pixels.set(pixelOf(side, at % side, Math.floor(at / side), paint), at * 4)
  return pngOf(side, pixels)
}

function pixelOf(side: number, x: number, y: number, paint: Paint): number[] {
  const scale = SIDE / side / SAMPLES
  const found: Colour[] = []
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const across = x * SAMPLES + (sample % SAMPLES) + 0.5
    const down = y * SAMPLES + Math.floor(sample / SAMPLES) + 0.5
    const colour = paint([across * scale, down * scale])
    if (colour) found.push(colour)
  }
  const mean = (channel: 0 | 1 | 2) =>
    found.length === 0 ? 0 : Math.round(found.reduce((sum, one) => sum + one[channel], 0) / found.length)
  return [mean(0), mean(1), mean(2), Math.round((found.length / (SAMPLES * SAMPLES)) * 255)]
}

writeFileSync(new URL('icon.svg', folder), svgOf(CORNER))
for (const side of [192, 512])
  writeFileSync(new URL(`icon-${side}.png`, folder), draw(side, withGround(CORNER)))
// Systems cut these out themselves; the sign keeps clear of the edge.
writeFileSync(new URL('icon-maskable-512.png', folder), draw(512, withGround(0)))
writeFileSync(new URL('icon-apple-180.png', folder), draw(180, withGround(0)))
writeFileSync(new URL('badge-96.png', folder), draw(96, signAlone))
