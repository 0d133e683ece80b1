import type { CallFailure, Session } from '../panel/client.ts'
import type { ExtrasContext } from './context.ts'

/** A token, or the way to one for a conversation: asked again whenever one is needed. */
type Proof = string | ((conversationId: string) => string | Promise<string>)
interface Said {
  token?: Proof
  name?: string
  email?: string
  attributes?: Record<string, unknown>
}

/**
 * Who the visitor is, as the page says: proved by a token (`identify`, or `update` with one), or only claimed. What only
 * is claimed waits for a conversation; a proof begins one, since its token is made for it.
 * `onProved` is called with the way to prove it again.
 */
export function createVisitor(
  { talk, client, memory }: ExtrasContext,
  onProved: (again: () => Promise<Session | undefined>) => void,
) {
  let claims: Said | undefined

  async function begin(): Promise<Session> {
    memory.begin()
    return talk.session()
  }

  async function prove(proof: Proof, mayBeginAnew = true): Promise<Session | undefined> {
    try {
      const session = await begin()
      const token = typeof proof === 'function' ? await proof(session.conversationId) : proof
      await client.call(session, '/identity', { token })
      return session
    } catch (failure) {
      const { status } = failure as Partial<CallFailure>
      // What this device kept is of somebody who was signed in before.
      if (status === 409 && mayBeginAnew && typeof proof === 'function') {
        talk.forget()
        return prove(proof, false)
      }
      console.error(`Careline: the visitor was not identified (${status ?? failure})`)
      return undefined
    }
  }

  async function identify({ token }: Said): Promise<void> {
    if (!token) return
    const session = await prove(token)
    if (session) onProved(typeof token === 'function' ? () => prove(token) : async () => session)
  }

  async function update({ token, ...said }: Said): Promise<void> {
    if (token) return identify({ token })
    claims = { ...claims, ...said }
    draw()
  }

  const session = async (listener: (conversationId: string) => void) =>
    listener((await begin()).conversationId)

  return {
    /** By the page's words for them, so in quotes: the build shortens no such name. */
    // biome-ignore format: quotes are needed
    tell: { 'identify': identify, 'update': update, 'session': session },
    draw,
  }

  /** Sends a claim once there is a conversation to which it belongs. */
  function draw(): void {
    const session = talk.current()
    if (!claims || !session) return
    const said = claims
    claims = undefined
    client.call(session, '/claim', said).catch(({ status }: Partial<CallFailure>) => {
      console.error(`Careline: what the page said of the visitor was not taken (${status})`)
    })
  }
}
