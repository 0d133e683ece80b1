import { createRouter, type Router } from '../platform/http/edge.ts'
import type { Metrics } from '../platform/metrics.ts'

/** What `/readyz` asks of each part: resolves when it is ready, rejects with the reason when it is not. */
export type Readiness = Readonly<Record<string, () => Promise<void> | void>>

/** Liveness, readiness and metrics, for whoever watches the server. */
export function createHealthRoutes(options: {
  readiness: Readiness
  metrics: Metrics
  version: string
}): Router {
  const app = createRouter()
  app.get('/healthz', c => c.json({ status: 'alive', version: options.version }))
  app.get('/readyz', async c => {
    const checks = await Promise.all(
      Object.entries(options.readiness).map(async ([name, check]) => [name, await stateOf(check)] as const),
    )
    const ready = checks.every(([, state]) => state === 'ready')
    return c.json(
      { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(checks) },
      ready ? 200 : 503,
    )
  })
  app.get('/metrics', async c =>
    c.body(await options.metrics.text(), 200, { 'Content-Type': options.metrics.contentType }),
  )
  return app
}

async function stateOf(check: () => Promise<void> | void): Promise<string> {
  try {
    await check()
    return 'ready'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
