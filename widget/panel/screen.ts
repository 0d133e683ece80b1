import type { Shell } from '../shared.ts'
import { addSheet } from '../toolbox.ts'

/** Narrower or lower than this the chat fills the screen and is modal. The style sheet has the same numbers. */
const small = matchMedia('(max-width:480px),(max-height:420px)')

/**
 * Shows the dialog as the screen allows: beside the page where there is room, else over the whole screen, modal, and as
 * high as the part the on-screen keyboard leaves free (which `dvh` alone does not know on every phone).
 */
export function followScreen(dialog: HTMLDialogElement, { root }: Shell) {
  const viewport = window.visualViewport
  const place = addSheet(root, '')
  const over = new AbortController()
  const { style } = document.documentElement
  const overflow = style.overflow
  let isShown = false

  const measure = () =>
    place(
      isShown && small.matches && viewport
        ? `:host .panel.panel{height:${viewport.height}px;top:${viewport.offsetTop}px}`
        : '',
    )
  const show = () => {
    const focused = root.activeElement as HTMLElement | null
    if (dialog.open) dialog.close()
    // Behind a chat that fills the screen the page does not scroll.
    style.overflow = isShown && small.matches ? 'hidden' : overflow
    measure()
    if (!isShown || !dialog.isConnected) return
    if (small.matches) dialog.showModal()
    // Not `show()`, which would give the focus to its first button.
    else dialog.open = true
    if (dialog.contains(focused)) focused!.focus()
  }
  const { signal } = over
  small.addEventListener('change', show, { signal })
  for (const name of ['resize', 'scroll']) viewport?.addEventListener(name, measure, { signal })

  return {
    show(shown = isShown) {
      isShown = shown
      show()
    },
    stop: () => over.abort(),
  }
}
