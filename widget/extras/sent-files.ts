import type { WordsOf } from '../panel/words.ts'
import { button, h } from '../toolbox.ts'
import type { ExtrasContext } from './context.ts'
import type { ExtraTexts } from './locales/texts.ts'

/** Widest and highest that a picture is shown, in pixels. */
const longest = 220

/**
 * What can be done with the files of messages, which the panel draws as names: pictures are shown once they come into
 * sight, and all can be saved. They are fetched with the session, so no address opens them, and pictures are drawn on a
 * canvas, which no `img-src` of the page forbids.
 */
export function createSentFiles(
  { talk, client, thread, words: panelWords, announce }: ExtrasContext,
  words: WordsOf<ExtraTexts>,
) {
  const sight = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) {
        sight.unobserve(target)
        void drawPicture(target as HTMLElement)
      }
  })

  async function bytesOf(id: string): Promise<Blob> {
    const session = talk.current()
    const answer = session && (await client.file(session, id))
    if (!answer?.ok) throw Error('not there')
    return answer.blob()
  }

  async function drawPicture(row: HTMLElement): Promise<void> {
    try {
      const picture = await createImageBitmap(await bytesOf(row.dataset['id']!))
      const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
      const canvas = h('canvas', {
        width: Math.round(picture.width * scale),
        height: Math.round(picture.height * scale),
      })
      canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
      row.firstElementChild!.replaceChildren(canvas)
    } catch {
      // Its name stays, and says what it is.
    }
  }

  async function save(id: string, name: string): Promise<void> {
    try {
      const href = URL.createObjectURL(await bytesOf(id))
      h('a', { href, download: name }).click()
      setTimeout(() => URL.revokeObjectURL(href), 60_000)
    } catch {
      announce(panelWords('problem'))
    }
  }

  return {
    draw(): void {
      for (const row of thread.querySelectorAll<HTMLElement>('.files li:not(.known)')) {
        const { id = '', type = '' } = row.dataset
        const title = row.textContent!
        const saves = button('file', () => void save(id, title), title)
        saves.ariaLabel = saves.title = words('download', { title })
        row.classList.add('known')
        row.replaceChildren(saves)
        if (type.startsWith('image/')) sight.observe(row)
      }
    },
  }
}
