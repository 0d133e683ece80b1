/**
 * Puts a style sheet on a shadow root and returns a function that replaces its text. Constructable style sheets are not
 * bound by a page's `style-src`, so the strictest policy leaves them alone.
 */
export function addSheet(root: ShadowRoot, text: string): (text: string) => void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  return next => sheet.replaceSync(next)
}
