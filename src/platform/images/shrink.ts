/** Pixels as four bytes each: red, green, blue, opacity. */
export interface Pixels {
  data: Uint8ClampedArray
  width: number
  height: number
}

/** The same picture with no side longer than `longest`: each new pixel is the mean of those it stands for. */
export function shrink(pixels: Pixels, longest: number): Pixels {
  const scale = longest / Math.max(pixels.width, pixels.height)
  if (scale >= 1) return pixels
  const width = Math.max(1, Math.round(pixels.width * scale))
  const height = Math.max(1, Math.round(pixels.height * scale))
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    const [top, bottom] = spanOf(y, height, pixels.height)
    for (let x = 0; x < width; x++) {
      const [left, right] = spanOf(x, width, pixels.width)
      data.set(meanOf(pixels, left, top, right, bottom), (y * width + x) * 4)
    }
  }
  return { data, width, height }
}

/** Which of `from` old pixels the new one at `place` of `to` stands for; at least one. */
function spanOf(place: number, to: number, from: number): [number, number] {
  const first = Math.floor((place * from) / to)
  return [first, Math.max(first + 1, Math.floor(((place + 1) * from) / to))]
}

function meanOf({ data, width }: Pixels, left: number, top: number, right: number, bottom: number) {
  let [red, green, blue, opacity, count] = [0, 0, 0, 0, 0]
  for (let y = top; y < bottom; y++)
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      // What cannot be seen has no colour to give.
      const weight = data[at + 3]!
      red += data[at]! * weight
      green += data[at + 1]! * weight
      blue += data[at + 2]! * weight
      opacity += weight
      count++
    }
  const seen = opacity || 1
  return [red / seen, green / seen, blue / seen, opacity / count]
}
