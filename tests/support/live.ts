import type { ApiRig } from '../security/api-rig.ts'

/** One frame of a live stream (WHATWG HTML, section 9.2). `id` is missing where it is past the log. */
export interface Frame {
  id: string | undefined
  event: string
  data: Record<string, unknown>
}

/** A live stream of the program, read as it comes. */
export async function openLive({ app }: Pick<ApiRig, 'app'>, path: string, token: string) {
  const response = await app.http.request(path, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok || !response.body) throw new Error(`no stream: ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const frames: Frame[] = []
  let rest = ''
  const readMore = async () => {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the stream ended after ${JSON.stringify(frames)}`)
    const blocks = (rest + value).split('\n\n')
    rest = blocks.pop() ?? ''
    frames.push(...blocks.flatMap(frameOf))
  }
  // The first words of the stream: from then on it hears everything.
  await readMore()
  return {
    frames,
    close: () => reader.cancel(),
    /** Reads on until `enough`, then closes the stream. */
    async until(enough: (frames: readonly Frame[]) => boolean): Promise<Frame[]> {
      while (!enough(frames)) await readMore()
      await reader.cancel()
      return frames
    },
  }
}

function frameOf(block: string): Frame[] {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const [event, data] = [field('event'), field('data')]
  return event && data ? [{ id: field('id'), event, data: JSON.parse(data) }] : []
}
