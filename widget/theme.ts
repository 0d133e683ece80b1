type Pair = readonly [light: string, dark: string]

/** Rules for light, for dark by the visitor's preference, and for a theme fixed by `data-theme`. */
export const themed = (light: string, dark: string): string =>
  `:host{${light}}@media(prefers-color-scheme:dark){:host(:not([data-theme=light])){${dark}}}:host([data-theme=dark]){${dark}}`

/** The CSS that declares tokens on the host element. */
export function tokenCss(tokens: Record<string, Pair>): string {
  const declare = (theme: 0 | 1) =>
    Object.entries(tokens)
      .map(([name, pair]) => `--${name}:${pair[theme]}`)
      .join(';')
  return themed(declare(0), declare(1))
}
