import type { Attachment } from '../../src/contract/conversation.ts'
import type { CallFailure } from '../panel/client.ts'
import type { WordsOf } from '../panel/words.ts'
import { button, h, icon } from '../toolbox.ts'
import type { ExtrasContext } from './context.ts'
import type { ExtraTexts } from './locales/texts.ts'
import { base64Of, upload } from './upload.ts'

const clip = 'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.5 8.5a1.7 1.7 0 0 1-2.5-2.5L15 7'
const camera = 'M3 8h4l2-3h6l2 3h4v12H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z'
const cross = 'M6 6l12 12M18 6 6 18'

/** How many files the server takes with one message. */
const most = 10

/** A file on its way, or refused; `attachment`: the server has it. */
interface Chosen {
  row: HTMLElement
  over: AbortController
  attachment?: Attachment
  isRefused?: boolean
}

/** Takes files by button, camera, paste and drop, uploads them at once, and gives them to the next message. */
export function createFiles(context: ExtrasContext, words: WordsOf<ExtraTexts>) {
  const { shell, talk, memory, composer, dialog } = context
  const { types = [], megabytes = 0 } = shell.settings.attachments ?? {}
  let chosen: Chosen[] = []
  const list = h('ul.chosen')
  const trouble = h('p.problem', { role: 'alert' })
  if (types[0]) offer()

  function offer(): void {
    composer.form.prepend(list, trouble)
    composer.mirror.insertBefore(
      pick('attach', clip, { multiple: true, accept: types.join() }),
      composer.mirror.lastChild,
    )
    if (matchMedia('(pointer:coarse)').matches && types.some(isImage))
      composer.mirror.insertBefore(
        pick('photo', camera, { accept: 'image/*', capture: 'environment' }),
        composer.mirror.lastChild,
      )
    composer.field.addEventListener('paste', event => take(event, event.clipboardData))
    dialog.addEventListener('dragover', event => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      dialog.dataset['drop'] = words('dropHere')
    })
    for (const name of ['dragleave', 'drop'])
      dialog.addEventListener(name, () => delete dialog.dataset['drop'])
    dialog.addEventListener('drop', event => take(event, event.dataTransfer))
  }

  /** A button that opens the device's own choice of files. */
  function pick(
    name: 'attach' | 'photo',
    drawing: string,
    more: Record<string, string | boolean>,
  ): HTMLElement {
    const input = h('input', { type: 'file', hidden: true, 'aria-label': words(name), ...more })
    input.addEventListener('change', () => {
      addAll(input.files)
      input.value = ''
    })
    return h(
      'span.pick',
      button('clip', () => input.click(), words(name), icon(drawing)),
      input,
    )
  }

  function take(event: Event, given: DataTransfer | null): void {
    if (!given?.files[0]) return
    event.preventDefault()
    addAll(given.files)
  }

  function addAll(files: FileList | null): void {
    trouble.textContent = ''
    for (const file of files ?? []) add(file)
  }

  function add(file: File): void {
    const title = file.name || words('attach')
    if (chosen.filter(({ isRefused }) => !isRefused).length >= most) refuse('fileMany', title, most)
    else if (!mayBe(file.type)) refuse('fileType', title)
    else if (file.size > megabytes * 1024 * 1024) refuse('fileTooBig', title, megabytes)
    else void send(file, title)
  }

  /** Whether the server may take it; what it really is, the server tells by its bytes. */
  const mayBe = (type: string) =>
    !type || types.includes(type) || (type.startsWith('text/') && types.includes('text/plain'))

  function refuse(
    why: 'fileMany' | 'fileType' | 'fileTooBig' | 'fileRate' | 'fileFailed',
    title: string,
    n = 0,
  ): void {
    trouble.textContent = words(why, { title, n })
  }

  async function send(file: File, title: string): Promise<void> {
    const bar = h('progress', { max: 1, value: 0, 'aria-label': title })
    const row = h('li', h('bdi', title), bar)
    const one: Chosen = { row, over: new AbortController() }
    row.append(button('drop', () => remove(one), words('removeFile', { title }), icon(cross)))
    chosen.push(one)
    list.append(row)
    tell()
    try {
      memory.begin()
      const session = await talk.session()
      const base64 = await base64Of(file)
      const onProgress = (share: number) => {
        bar.value = share
        bar.title = words('uploading', { title, n: Math.round(share * 100) })
      }
      one.attachment = await upload(shell.base, session, { name: title, base64 }, onProgress, one.over.signal)
      bar.remove()
      context.announce(words('uploading', { title, n: 100 }))
    } catch (failure) {
      one.isRefused = true
      remove(one)
      const { status } = failure as Partial<CallFailure>
      refuse(status === 429 ? 'fileRate' : status === 422 ? 'fileType' : 'fileFailed', title)
    }
    tell()
  }

  function remove(one: Chosen): void {
    const hadFocus = one.row.contains(shell.root.activeElement)
    one.over.abort()
    one.row.remove()
    chosen = chosen.filter(other => other !== one)
    if (hadFocus) composer.field.focus()
    tell()
  }

  /** Tells the composer whether there is something to send, or to wait for. */
  function tell(): void {
    composer.files = chosen.some(({ attachment }) => !attachment) ? 'coming' : chosen[0] ? 'ready' : ''
    composer.grow()
  }

  return {
    take(): Attachment[] | undefined {
      const files = chosen.flatMap(({ attachment }) => attachment ?? [])
      if (!files[0]) return undefined
      chosen = []
      list.replaceChildren()
      trouble.textContent = ''
      tell()
      return files
    },
  }
}

const isImage = (type: string) => type.startsWith('image/')
