/** Makes elements without ever parsing HTML: text goes in as text nodes, so nothing a person wrote can become markup. */

type Part = Node | string | Attributes | false | null | undefined
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>
type TagOf<S> = S extends `${infer Tag}.${string}` ? Tag : S
type ElementOf<S> =
  TagOf<S> extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[TagOf<S>] : HTMLElement

/**
 * One element: `h('p.status failed', { id: 'x' }, 'text', child)`. After the name with its classes come attributes and
 * children as they fall. Functions become listeners of that event, `true` an empty attribute, and what is `false`,
 * `null`, `undefined` or empty nothing.
 */
export function h<S extends string>(name: S, ...parts: Part[]): ElementOf<S> {
  const [tag, classes] = name.split('.')
  const element = document.createElement(tag!)
  if (classes) element.className = classes
  for (const part of parts) {
    if (!part) continue
    if (typeof part === 'string' || part instanceof Node) element.append(part)
    else
      for (const [key, value] of Object.entries(part)) {
        if (typeof value === 'function') element.addEventListener(key, value as EventListener)
        else if (value !== false && value != null) element.setAttribute(key, value === true ? '' : `${value}`)
      }
  }
  return element as ElementOf<S>
}

/** A 24 by 24 line drawing from one path, hidden from screen readers: its button carries the name. */
export function icon(path: string): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(name: K) =>
    document.createElementNS('http://www.w3.org/2000/svg', name)
  const svg = make('svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const line = make('path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

/** A button. Named by `label` if it shows only a drawing, else by what it shows. */
export function button(
  className: string,
  click: (event: MouseEvent) => void,
  label: string,
  drawing?: SVGSVGElement,
): HTMLButtonElement {
  const named = drawing ? { 'aria-label': label, title: label } : {}
  return h('button', { type: 'button', class: className, click, ...named }, drawing ?? label)
}
