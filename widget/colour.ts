/** Colours of one brand, made safe to read: contrast as in WCAG 2.2, "relative luminance" and "contrast ratio". */

import { themed } from './theme.ts'

/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number]

/** Reads `#rgb` or `#rrggbb`; anything else is undefined, so a setting can never smuggle in other CSS. */
export function parseHex(text: string | null | undefined): Rgb | undefined {
  if (!/^#([\da-f]{3}){1,2}$/i.test(text ?? '')) return undefined
  const full = text!.length === 4 ? text!.replace(/\w/g, '$&$&') : text!
  return [1, 3, 5].map(at => Number.parseInt(full.slice(at, at + 2), 16)) as unknown as Rgb
}

/** Relative luminance with the plain exponent 2.2, which stays within 0.01 of the standard's two-part curve. */
const luminance = (rgb: Rgb): number =>
  rgb.reduce((sum, part, i) => sum + [0.2126, 0.7152, 0.0722][i]! * (part / 255) ** 2.2, 0.05)

const contrast = (one: Rgb, other: Rgb): number => {
  const ratio = luminance(one) / luminance(other)
  return Math.max(ratio, 1 / ratio)
}

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]

/** White or black, whichever can be read on the colour: one of them always has 4.5 : 1. */
export const textOn = (colour: Rgb): Rgb => (contrast(white, colour) > 4.55 ? white : black)

/** The colour itself, or as much of it towards white or black as can be read as text on the surface (4.5 : 1). */
export function readableOn(colour: Rgb, surface: Rgb): Rgb {
  const [away] = textOn(surface)
  let found = colour
  // A little more than the rule asks, for what the plain exponent and rounding may be off.
  while (contrast(found, surface) < 4.85)
    found = found.map(part => part + (away - part) / 8) as unknown as Rgb
  return found
}

const css = (rgb: Rgb) => `rgb(${rgb.map(Math.round)}`

/** Rules of a brand: the fill, the text on it, and the brand as text and as a tint on light and dark surfaces. */
export function brandCss(setting: string | null | undefined): string {
  const brand = parseHex(setting) ?? [41, 83, 232]
  const shades = (surface: Rgb) => {
    const accent = css(readableOn(brand, surface))
    return `--accent:${accent});--tint:${accent},.12)`
  }
  // The surfaces are the raised ones of the tokens with the tint over them: the hardest to read on.
  return themed(
    `--brand:${css(brand)});--on-brand:${css(textOn(brand))});${shades([220, 224, 236])}`,
    shades([56, 60, 72]),
  )
}
