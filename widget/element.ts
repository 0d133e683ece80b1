import { startWidget, type Widget } from './launcher.ts'
import { addSheet, button, h, icon, tokenCss } from './toolbox.ts'

/**
 * `<careline-widget data-bot-id data-base>`: settings are attributes, the rest lives in its shadow root. The shell
 * makes one from the script tag; a page may also place it by hand. Moved within a page it goes on as it was.
 */
export class CarelineElement extends HTMLElement {
  declare widget: Widget | undefined

  /** For the panel, which is a script of its own. */
  static get tools() {
    return { addSheet, button, h, icon, tokenCss }
  }

  connectedCallback(): void {
    if (this.widget) this.widget.attached()
    else this.widget = startWidget(this)
  }
}
