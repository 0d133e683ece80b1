import { describe, expect, it } from 'vitest'
import { WIDGET_COLOUR } from '../src/contract/choices.ts'
import { brandCss, parseHex, type Rgb, readableOn, textOn } from './colour.ts'
import { panelTokens } from './tokens.ts'

/** Contrast ratio exactly as WCAG 2.2 defines it. */
function contrast(one: Rgb, other: Rgb): number {
  const luminance = (rgb: Rgb) => {
    const [r, g, b] = rgb.map(part =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high! + 0.05) / (low! + 0.05)
}
const steps = [0, 36, 73, 109, 146, 182, 219, 255]
const colours = steps.flatMap(r => steps.flatMap(g => steps.map((b): Rgb => [r, g, b])))

describe('a brand colour', () => {
  it('is the one that the desk previews where none is set', () => {
    expect(brandCss(null)).toBe(brandCss(WIDGET_COLOUR))
  })

  it('always carries text that can be read', () => {
    for (const colour of colours) expect(contrast(colour, textOn(colour)), `${colour}`).toBeGreaterThan(4.4)
  })

  it('can be read as text on every surface of its theme', () => {
    for (const theme of [0, 1]) {
      for (const name of ['surface', 'raised']) {
        const surface = parseHex(panelTokens[name]![theme])!
        for (const colour of colours)
          expect(
            contrast(readableOn(colour, surface), surface),
            `${colour} on ${name}`,
          ).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  it('is a hex colour or the default one, never other CSS', () => {
    expect(parseHex('#f00')).toEqual([255, 0, 0])
    expect(parseHex('#12AbEF')).toEqual([18, 171, 239])
    for (const wrong of ['red', '#12', '#1234', '#ff0000;}', 'url(//x.example)', '', null, undefined])
      expect(parseHex(wrong), `${wrong}`).toBeUndefined()
    expect(brandCss('#fff}*{display:none')).toBe(brandCss(null))
  })
})
