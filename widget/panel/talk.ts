import type { Activity } from '../../src/contract/activity.ts'
import type { Attachment, Message } from '../../src/contract/conversation.ts'
import { type CallFailure, type Client, isGone, isPassing, type Session } from './client.ts'
import type { Memory } from './memory.ts'
import { createPause } from './pause.ts'
import { openStream, type Stream } from './stream.ts'
import { addMessage, applyEvent, emptyThread, type Thread, unreadCount } from './thread.ts'

/** What stands in the way right now, for the visitor to read. */
export type Notice = { kind: 'offline' | 'reconnecting' | 'slow'; seconds: number } | null

export interface TalkOptions {
  client: Client
  memory: Memory
  language: string
  /** Something to draw has changed. */
  onChange(): void
  /** A message of the bot, a member or the system came in now (not from history). */
  onMessage(message: Message): void
  /** Whoever holds the conversation types, or has stopped. */
  onActivity(activity: Activity): void
}

/** A line that is back within this time, in milliseconds, was never worth a word. */
const noticeAfter = 2500
/** A page nobody looks at gives its connection back after this long, in milliseconds; it resumes without a gap. */
const hiddenFor = 60_000

/**
 * The conversation: sends what the visitor writes, once each and in order, however often it takes; follows what comes
 * back; keeps both over reloads, lost lines and restarted servers.
 */
export function createTalk({ client, memory, language, onChange, onMessage, onActivity }: TalkOptions) {
  let thread: Thread = emptyThread()
  let session: Session | null = null
  let stream: Stream | undefined
  let notice: Notice = null
  let isSending = false
  let noticeTimer = 0
  let hiddenTimer = 0
  const pause = createPause()
  const over = new AbortController()
  const { signal } = over

  const setNotice = (kind?: 'offline' | 'reconnecting' | 'slow', seconds = 0) => {
    clearTimeout(noticeTimer)
    notice = kind ? { kind, seconds } : null
    onChange()
  }
  const sayLost = () => setNotice(navigator.onLine ? 'reconnecting' : 'offline')
  const setPending = (pending: Thread['pending']) => {
    thread.pending = pending
    memory.update({ pending })
    onChange()
  }

  /** Takes up the conversation this device knows, if any. */
  async function resume(): Promise<void> {
    const saved = memory.read()
    thread.pending = saved.pending
    session = saved.session
    onChange()
    if (session && (await loadHistory(session))) follow()
    void sendAll()
  }

  async function loadHistory(from: Session): Promise<boolean> {
    const conversation = await untilAnswered(() => client.conversation(from))
    let after = 0
    for (let isFull = !!conversation; isFull; ) {
      const page = await untilAnswered(() => client.history(from, after))
      if (!page) return false
      // Events since the first page was read are played again; what they repeat is known by its id.
      if (!after) thread.lastEvent = page.lastEvent
      for (const message of page.messages) {
        addMessage(thread, message)
        after = message.seq
      }
      isFull = page.messages.length >= 200
    }
    if (conversation) {
      thread.holder = conversation.conversation.holder
      thread.survey = conversation.survey?.engagement
    }
    onChange()
    return !!conversation
  }

  /** Calls until there is an answer; undefined when the server does not know the session, which is then forgotten. */
  async function untilAnswered<T>(call: () => Promise<T>): Promise<T | undefined> {
    while (!signal.aborted) {
      try {
        const answer = await call()
        pause.reset()
        setNotice()
        return answer
      } catch (failure) {
        if (!(await canRetry(failure as CallFailure))) {
          dropSession()
          break
        }
      }
    }
    return undefined
  }

  /** Whether to try again, after saying what is wrong and waiting as long as the server said, or longer each time. */
  async function canRetry({ status, waitMs }: Partial<CallFailure>): Promise<boolean> {
    if (!isPassing(status)) return false
    const wait = waitMs || pause.next()
    if (status === 429) setNotice('slow', Math.ceil(wait / 1000))
    else sayLost()
    await pause.wait(wait)
    return true
  }

  function dropSession(): void {
    rest()
    session = null
    thread = { ...emptyThread(), pending: thread.pending }
    memory.update({ session, seen: 0, asked: false })
    onChange()
  }

  function follow(): void {
    if (!session || stream || signal.aborted) return
    stream = openStream({
      client,
      session,
      after: () => thread.lastEvent,
      onEvent(number, name, data) {
        if (name === 'activity') onActivity(data as Activity)
        if (!applyEvent(thread, number, name, data)) return
        if (name === 'message.sent') onMessage((data as { message: Message }).message)
        if (name === 'message.received') setPending(thread.pending)
        else onChange()
      },
      onState(state) {
        clearTimeout(noticeTimer)
        if (state === 'gone') dropSession()
        else if (state === 'lost') noticeTimer = setTimeout(sayLost, noticeAfter)
        else if (notice?.kind !== 'slow') {
          if (notice) setNotice()
          pause.end()
        }
      },
    })
  }

  const rest = () => {
    stream?.stop()
    stream = undefined
  }

  const firstWaiting = () => thread.pending.find(pending => pending.state === 'waiting')

  /** Sends what waits, one at a time and in order. */
  async function sendAll(): Promise<void> {
    if (isSending) return
    isSending = true
    for (let next = firstWaiting(); next && !signal.aborted; next = firstWaiting()) {
      const { clientId } = next
      try {
        const { message } = await client.send(await ensureSession(), next)
        pause.reset()
        addMessage(thread, message)
        setPending(thread.pending)
        setNotice()
      } catch (failure) {
        if (await canRetry(failure as CallFailure)) continue
        // An unknown session is replaced; a server that does not know the bot either is not asked for ever.
        if (session && isGone((failure as CallFailure).status)) dropSession()
        else mark(clientId, 'failed')
      }
    }
    isSending = false
  }

  /** The key is as secret as the token it gives, so it is kept apart from the ids of messages, which others read. */
  async function ensureSession(): Promise<Session> {
    if (!session) {
      const key = memory.read().key || newClientId()
      memory.update({ key })
      const { conversation, sessionToken } = await client.start(language, key)
      session = { conversationId: conversation.id, token: sessionToken }
      memory.update({ session, key: '' })
      thread.holder = conversation.holder
      follow()
    }
    return session
  }

  const mark = (clientId: string, state: 'waiting' | 'failed') =>
    setPending(
      thread.pending.map(pending => (pending.clientId === clientId ? { ...pending, state } : pending)),
    )

  const reopen = () => {
    follow()
    pause.end()
    stream?.nudge()
  }
  const ears: Record<string, () => void> = {
    online: reopen,
    offline: sayLost,
    // Another tab of this site has begun a conversation: it is this tab's too.
    storage: () => {
      if (!session && !isSending && memory.read().session) void resume()
    },
    visibilitychange: () => {
      clearTimeout(hiddenTimer)
      if (document.hidden) hiddenTimer = setTimeout(rest, hiddenFor)
      else reopen()
      // What came in unseen is seen now.
      onChange()
    },
  }
  for (const name in ears) addEventListener(name, ears[name]!, { signal, capture: true })

  return {
    /** The session there is, without starting one. */
    current: (): Session | null => session,
    session: ensureSession,
    /** The conversation is somebody else's: this device begins anew. */
    forget(): void {
      memory.clear()
      thread.pending = []
      dropSession()
    },
    thread: (): Thread => thread,
    notice: (): Notice => notice,
    unread: (): number => unreadCount(thread, memory.read().seen),
    resume,
    send(text: string, attachments?: readonly Attachment[]): void {
      memory.begin()
      setPending([...thread.pending, { clientId: newClientId(), text, attachments, state: 'waiting' }])
      void sendAll()
    },
    retry(clientId: string): void {
      mark(clientId, 'waiting')
      void sendAll()
    },
    discard: (clientId: string): void =>
      setPending(thread.pending.filter(pending => pending.clientId !== clientId)),
    /** Everything up to the newest message has been read. */
    markSeen(): void {
      const seen = thread.messages.at(-1)?.seq ?? 0
      if (seen > memory.read().seen) memory.update({ seen })
    },
    /** Rates an answer. Throws a `CallFailure` if the server did not take it. */
    async rate({ id }: Message, rating: 'up' | 'down' | null): Promise<void> {
      if (!session) return
      addMessage(thread, (await client.rate(session, id, rating)).message)
      onChange()
    },
    /**
     * Asks for a person, with an address or without; an address goes to the server and is kept nowhere here. Throws a
     * `CallFailure` if the server did not take it.
     */
    async askForPerson(email?: string, note?: string): Promise<void> {
      memory.begin()
      const { conversation } = await client.askForPerson(await ensureSession(), email, note)
      if (email) memory.update({ asked: true })
      thread.holder = conversation.holder
      onChange()
    },
    shutdown(): void {
      over.abort()
      rest()
      pause.end()
      clearTimeout(noticeTimer)
      memory.clear()
    },
  }
}

export type Talk = ReturnType<typeof createTalk>

/** 128 random bits; `crypto.randomUUID` is missing on pages without TLS. */
const newClientId = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')
