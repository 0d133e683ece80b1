import { brandCss } from './colour.ts'
import { directionOf, openLabel, pickLanguage } from './language.ts'
import type { Texts } from './locales/texts.ts'
import { type Panel, type PublicSettings, type Shell, storageKey, type WidgetEvents } from './shared.ts'
import { css } from './shell.css'
import { shellTokens } from './tokens.ts'
import { addSheet, button, h, icon, tokenCss } from './toolbox.ts'

/** A running widget, as the page's commands and the element steer it. */
export interface Widget {
  open(): void
  close(): void
  on(name: keyof WidgetEvents, listener: (detail: unknown) => void): () => void
  attached(): void
  /** Says who the visitor is. */
  tell: Panel['tell']
  shutdown(): void
  /** Shut down, or refused by the server: not to be put back into the page. */
  isOver(): boolean
}

const bubble = 'M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3 21l2-5.8A8.4 8.4 0 1 1 21 11.5z'

/** How long the bubble waits for the bot's colour before it shows in the default one, in milliseconds. */
const settingsPatience = 700

/**
 * The shell: draws the bubble, fetches the bot's public settings, and loads panel and language on the first sign of
 * interest. A visitor who wrote before gets the panel in an idle moment, closed, so that replies show as unread.
 */
export function startWidget(host: HTMLElement): Widget {
  const { dataset } = host
  const { botId = '', base = '', colour = dataset['color'] } = dataset
  // First of all, so that the answer comes while the rest is built.
  const asked = fetch(`${base}api/v1/bots/${encodeURIComponent(botId)}/settings`, { credentials: 'omit' })
  const root = host.attachShadow({ mode: 'open' })
  const language = pickLanguage([dataset['language'], document.documentElement.lang, navigator.language])
  const ears = new EventTarget()
  let settings: PublicSettings = {}
  let loading: Promise<Panel | undefined> | undefined
  let panel: Panel | undefined
  let attempts = 0
  let isOpen = false
  let isOver = false

  addSheet(root, tokenCss(shellTokens) + css)
  const paint = addSheet(root, brandCss(colour))
  const badge = h('span.badge')
  const launcher = button('launcher', () => (isOpen ? close() : open()), '', icon(bubble))
  launcher.append(badge)
  launcher.ariaHasPopup = 'dialog'
  launcher.addEventListener('pointerenter', load)
  launcher.addEventListener('focus', load)
  host.lang = language
  host.dir = directionOf(language)
  host.hidden = true
  root.append(launcher)

  const text: Shell['text'] = key => dataset[`text${key[0]!.toUpperCase()}${key.slice(1)}`]
  const emit: Shell['emit'] = (name, detail) => ears.dispatchEvent(new CustomEvent(name, { detail }))
  const setUnread: Shell['setUnread'] = count => {
    const label = text('open') ?? settings.texts?.open ?? openLabel(language)
    launcher.ariaLabel = launcher.title = count ? `${label} (${count})` : label
    if (badge.textContent !== `${count || ''}`) emit('unread', count)
    badge.textContent = `${count || ''}`
  }
  setUnread(0)

  const settled = asked
    .then(async response => {
      const { ok, status } = response
      if (ok) settings = await response.json()
      // A bot nobody knows, or a page it is not meant for: no bubble that could never answer.
      else if (status < 500 && status !== 429) {
        console.error(`Careline: no bot "${botId}" here (${status})`)
        shutdown()
      }
    })
    .catch(() => {})
    .then(() => {
      paint(brandCss(colour ?? settings.colour))
      dataset['position'] ??= settings.position ?? ''
      setUnread(0)
      show()
    })
  setTimeout(show, settingsPatience)

  function show(): void {
    if (isOver || !host.hidden) return
    host.hidden = false
    emit('ready', undefined)
  }

  const part: Shell['part'] = (name, texts) => {
    const fetched = (file: string) => import(`${base}widget/${file}.js?v=${PANEL_VERSION}${attempts || ''}`)
    return Promise.all([fetched(name), fetched(`${texts}/${language}`), settled]).catch(failure => {
      // Not loaded (offline, say): the next try goes past the browser's memory of the failure.
      attempts++
      throw failure
    })
  }

  function load(): Promise<Panel | undefined> {
    loading ??= part<{ createPanel(shell: Shell, texts: Texts): Panel }, Texts>('panel', 'locales').then(
      ([{ createPanel }, { texts }]) => {
        if (isOver) return undefined
        panel = createPanel(
          { host, root, base, botId, language, settings, text, part, setUnread, emit, close },
          texts,
        )
        return panel
      },
      () => {
        // The next sign of interest tries again.
        loading = undefined
        return undefined
      },
    )
    return loading
  }

  async function open(shouldFocus = true): Promise<void> {
    if (isOpen) return
    isOpen = true
    launcher.ariaBusy = 'true'
    const ready = await load()
    launcher.ariaBusy = null
    isOpen &&= !!ready
    if (!isOpen) return
    show()
    launcher.ariaExpanded = 'true'
    ready!.open(shouldFocus)
    emit('open', undefined)
  }

  function close(): void {
    if (!isOpen) return
    isOpen = false
    launcher.ariaExpanded = 'false'
    panel?.close()
    launcher.focus()
    emit('close', undefined)
  }

  function shutdown(): void {
    isOver = true
    panel?.shutdown()
    host.remove()
    try {
      localStorage.removeItem(storageKey(botId))
    } catch {}
  }

  try {
    const saved = localStorage.getItem(storageKey(botId))
    if (saved) (window.requestIdleCallback ?? setTimeout)(() => (wasOpen(saved) ? open(false) : load()))
  } catch {
    // Reading storage throws where the visitor has switched it off: then there is nothing to take up.
  }

  return {
    open: () => void open(),
    close,
    shutdown,
    attached: () => panel?.attached(),
    tell: async (name, detail) => (await load())?.tell(name, detail),
    isOver: () => isOver,
    on(name, listener) {
      const hear = (event: Event) => listener((event as CustomEvent).detail)
      ears.addEventListener(name, hear)
      if (name === 'ready' && !host.hidden) listener(undefined)
      return () => ears.removeEventListener(name, hear)
    },
  }
}

/** A chat left open is open on the next page too, unless it would cover it. */
const wasOpen = (saved: string) => saved.includes('"open":true') && innerWidth > 480
