import type { Problem } from '../../src/contract/problem.ts'

/** What the server refuses, in its own words. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Whether a sign-in was right but for the code of the second factor. */
export const asksSecondFactor = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.type === '/problems/second-factor'

const root = new URL('../api/v1/', document.baseURI)
let accessToken: string | undefined
let refreshing: Promise<boolean> | undefined
const listeners = new Set<(signedIn: boolean) => void>()

/** Calls `listener` whenever somebody signs in or is signed out; returns the way to stop. */
export function onSession(listener: (signedIn: boolean) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function keep(token: string | undefined): void {
  accessToken = token
  for (const listener of listeners) listener(token !== undefined)
}

/** Asks the API; an access token that ran out is exchanged once. @throws ApiError */
export async function call<T>(
  path: string,
  init: { method?: string; body?: unknown; keepalive?: boolean } = {},
): Promise<T> {
  const response = await request(path, init)
  const text = await response.text()
  // Done, or taken on, with nothing to say.
  if (text === '') return undefined as T
  const answer: unknown = JSON.parse(text)
  if (!response.ok) throw new ApiError(answer as Problem)
  return answer as T
}

/** The same, giving the response itself: for streams. */
export async function request(
  path: string,
  {
    method = 'GET',
    body,
    signal,
    keepalive = false,
  }: {
    method?: string
    body?: unknown
    signal?: AbortSignal
    /** Goes on when the page is left. */
    keepalive?: boolean
  } = {},
): Promise<Response> {
  const send = () =>
    fetch(new URL(path, root), {
      method,
      keepalive,
      headers: {
        ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  const response = await send()
  if (response.status !== 401 || path.startsWith('session')) return response
  return (await refresh()) ? await send() : response
}

/** Exchanges the refresh cookie for an access token; one tab at a time, since each token is good once. */
export function refresh(): Promise<boolean> {
  refreshing ??= navigator.locks
    .request('careline-session', async () => {
      const response = await request('session/refresh', { method: 'POST', body: {} })
      if (response.ok) keep(((await response.json()) as { accessToken: string }).accessToken)
      // A server that is not well says nothing about the session.
      else if (response.status === 401 || response.status === 403) keep(undefined)
      return response.ok
    })
    .finally(() => {
      refreshing = undefined
    })
  return refreshing
}

/** Signs in: with a password, as the first owner, or by a link of a mail. @throws ApiError */
export async function enter(
  path: 'session' | 'setup' | 'links/sign-in' | 'links/invite',
  body: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<void> {
  keep((await call<{ accessToken: string }>(path, { method, body })).accessToken)
}

export async function signOut(): Promise<void> {
  await request('session', { method: 'DELETE' }).catch(() => undefined)
  keep(undefined)
}
