/** Near enough to the end, in pixels, to count as reading the newest. */
const near = 80

/** What is left above a message that is too long to be seen whole, in pixels. */
const above = 16

/**
 * Keeps the newest in sight while the visitor reads there, and never pulls them away from what they scrolled back to.
 * A message longer than the view is shown from its beginning.
 */
export function createScroll(thread: HTMLElement, list: HTMLElement) {
  let stays = true
  thread.addEventListener('scroll', () => {
    stays = thread.scrollHeight - thread.scrollTop - thread.clientHeight < near
  })
  const newest = (isOwn = false) => {
    const { offsetTop = 0 } = (list.lastElementChild ?? {}) as HTMLElement
    // Further than the end is the end.
    thread.scrollTop = isOwn ? thread.scrollHeight : offsetTop - above
  }
  return {
    newest,
    /** The thread grew; `isOwn`: by the visitor's own words, which are always shown. */
    grew(isOwn: boolean): void {
      if (stays || isOwn) newest(isOwn)
    },
  }
}
