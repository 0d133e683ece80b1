/**
 * The named colours and measures of the widget: every colour with its light and its dark value, in one place.
 * No name may be one that scripts/build-widget.mjs shortens: the style sheets would still say the long one.
 * All text pairs reach WCAG 2.2 AA (4.5 : 1); the browser suite checks it with axe in both themes.
 */

type Pair = readonly [light: string, dark: string]

/** Used by the bubble, so part of the shell. */
export const shellTokens: Record<string, Pair> = {
  shadow: ['0 4px 20px #0f172a40', '0 4px 20px #000a'],
  badge: ['#d92d20', '#d92d20'],
}

/** Used once the panel is open. */
export const panelTokens: Record<string, Pair> = {
  surface: ['#fff', '#16181d'],
  raised: ['#f3f4f7', '#24272f'],
  line: ['#e3e6ec', '#363b46'],
  text: ['#181b22', '#eef0f4'],
  quiet: ['#596070', '#a7aebd'],
  danger: ['#b42318', '#ff9a90'],
  deep: ['0 8px 40px #0f172a33', '0 8px 40px #000a,0 0 0 1px #fff2'],
}
