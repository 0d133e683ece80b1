import type { Widget } from './launcher.ts'
import type { WidgetEvents } from './shared.ts'

type Command =
  | ['open' | 'close' | 'shutdown']
  | ['on', keyof WidgetEvents, (detail: unknown) => void]
  | ['identify' | 'update' | 'session', unknown]

type Commands = { (...command: Command): unknown; q?: ArrayLike<unknown>[] }

/**
 * `Careline('open' | 'close' | 'on' | 'shutdown' | 'identify' | 'update' | 'session', ...)`. A page that calls before this script has loaded queues:
 * `window.Careline ||= function () { (Careline.q ||= []).push(arguments) }`; the queue is played here, in order.
 * `on` returns a function that ends the listening; the last three say who the visitor is (`extras/visitor.ts`). `shutdown` takes the widget off the page and forgets the visitor.
 */
export function takeCommands(widget: Widget): void {
  const page = window as { Careline?: Commands }
  const waiting = page.Careline?.q ?? []
  const run: Commands = (...[name, ...rest]) => {
    if (name === 'on') return widget.on(...(rest as [keyof WidgetEvents, (detail: unknown) => void]))
    if (name === 'open' || name === 'close' || name === 'shutdown') return widget[name]()
    if (name === 'identify' || name === 'update' || name === 'session') return widget.tell(name, rest[0])
    console.error(`Careline: no command "${name}"`)
    return undefined
  }
  page.Careline = run
  for (const command of waiting) run(...(Array.from(command) as Command))
}
