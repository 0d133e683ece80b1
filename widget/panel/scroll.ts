/** Near enough to the end, in pixels, to count as reading the newest. */
const near = 80

/** Keeps the newest in sight while the visitor reads there, and never pulls them away from what they scrolled back to. */
export function createScroll(thread: HTMLElement) {
  let stays = true
  thread.addEventListener('scroll', () => {
    stays = thread.scrollHeight - thread.scrollTop - thread.clientHeight < near
  })
  const toEnd = () => {
    thread.scrollTop = thread.scrollHeight
  }
  return {
    toEnd,
    /** The thread grew; `isOwn`: by the visitor's own words, which are always shown. */
    grew(isOwn: boolean): void {
      if (stays || isOwn) toEnd()
    },
  }
}
