import { takeCommands } from './commands.ts'
import { CarelineElement } from './element.ts'

/** The one script a page includes: registers the element, makes it from the script tag, and takes the page's commands. */
const tag = 'careline-widget'
const script = (document.currentScript ??
  document.querySelector('script[data-bot-id]')) as HTMLScriptElement | null
if (!customElements.get(tag)) customElements.define(tag, CarelineElement)

if (script?.dataset['botId'] && !document.querySelector(tag)) {
  const element = document.createElement(tag) as CarelineElement
  Object.assign(element.dataset, { base: new URL('.', script.src).href }, script.dataset)
  const place = () => document.body.append(element)
  // Frameworks replace the body, or its children, on navigation: the same element then goes back in, as it was.
  const watch = new MutationObserver(() => {
    if (element.widget!.isOver()) return watch.disconnect()
    if (document.body && !element.isConnected) place()
    follow()
  })
  const follow = () => {
    watch.observe(document.documentElement, { childList: true })
    if (document.body) watch.observe(document.body, { childList: true })
  }
  const start = () => {
    place()
    follow()
    takeCommands(element.widget!)
  }
  if (document.body) start()
  else document.addEventListener('DOMContentLoaded', start)
}
