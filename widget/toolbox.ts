/**
 * What the shell has anyway and the panel needs too. The build gives the panel the shell's own copies (see `tools` of
 * the element) instead of a second one.
 */
export { button, h, icon } from './dom.ts'
export { addSheet } from './sheet.ts'
export { tokenCss } from './theme.ts'
