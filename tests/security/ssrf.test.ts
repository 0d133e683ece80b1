import { expect, test } from 'vitest'
import { isPublicAddress } from '../../src/platform/fetch/addresses.ts'
import { fetchFailureOf } from '../../src/platform/fetch/failure.ts'
import { DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS } from '../../src/platform/fetch/guarded-fetch.ts'
import { sharedRows } from './shared-rows.ts'
import { type StubResponse, startRig } from './ssrf-rig.ts'

interface UrlRow {
  id: string
  url: string
  dns?: Record<string, string[]>
  expect: 'block' | 'allow' | 'either'
}

interface Scenario {
  id: string
  family: string
  dns: Record<string, string[][]>
  start: string
  responses: StubResponse[]
  request_headers?: Record<string, string>
  expect: 'block' | 'allow' | 'either'
  at?: string
  never_connect?: string[]
  connect_only?: string[]
  never_send_to?: Record<string, string[]>
  limits?: { body_bytes: number; total_ms: number; memory_growth_mb: number }
}

const urlRows = sharedRows<UrlRow>('ssrf_urls.jsonl')
const scenarios = sharedRows<Scenario>('ssrf_scenarios.jsonl')

test.runIf(urlRows.length > 0)(
  'every URL row is blocked or allowed as expected, and no dialled address is private',
  async () => {
    const wrong: string[] = []
    for (const row of urlRows) {
      const rig = await startRig(
        Object.fromEntries(Object.entries(row.dns ?? {}).map(([name, answer]) => [name, [answer]])),
      )
      const verdict = await rig.guarded(row.url).then(
        () => 'allow',
        error => (fetchFailureOf(error) ? 'block' : `threw ${error}`),
      )
      await rig.close()
      if (row.expect !== 'either' && verdict !== row.expect) wrong.push(`${row.id} ${row.url}: ${verdict}`)
      if (!['allow', 'block'].includes(verdict)) wrong.push(`${row.id} ${row.url}: ${verdict}`)
      if (verdict === 'block' && rig.dialled.length > 0) wrong.push(`${row.id} ${row.url}: dialled`)
      for (const { address } of rig.dialled)
        if (!isPublicAddress(address)) wrong.push(`${row.id} ${row.url}: dialled ${address}`)
    }
    expect(wrong).toEqual([])
  },
)

for (const row of scenarios)
  test(`scenario ${row.id} (${row.family}) comes out as ${row.expect}`, async () => {
    const rig = await startRig(row.dns, row.responses)
    try {
      if (row.at === 'delivery') await rig.guarded.check(row.start)
      const before = process.memoryUsage.rss()
      const drips = row.responses.some(response => response.drip_bytes !== undefined)
      const verdict = await rig
        .guarded(row.start, {
          headers: row.request_headers ?? {},
          // The real deadline is half a minute; a drip of a byte each 10 s needs no more than a moment to be told.
          ...(drips ? { timeoutMs: 300 } : {}),
        })
        .then(
          response => ({ verdict: 'allow', bytes: response.body.length, cause: '' }),
          error => ({ verdict: 'block', bytes: 0, cause: `${fetchFailureOf(error) ?? error}` }),
        )
      if (row.expect !== 'either') expect(verdict.verdict, verdict.cause).toBe(row.expect)
      if (row.limits) {
        expect(row.limits).toMatchObject({ body_bytes: DEFAULT_MAX_BYTES, total_ms: DEFAULT_TIMEOUT_MS })
        expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(row.limits.memory_growth_mb)
      }
      const exact = row.responses.find(response => typeof response.bytes === 'number')?.bytes
      if (exact !== undefined) expect(verdict.bytes).toBe(exact)
      const addresses = rig.dialled.map(target => target.address)
      for (const address of addresses) {
        expect(isPublicAddress(address)).toBe(true)
        if (row.connect_only) expect(row.connect_only).toContain(address)
        expect(row.never_connect ?? []).not.toContain(address)
      }
      for (const [host, secrets] of Object.entries(row.never_send_to ?? {}))
        for (const secret of secrets) {
          const there = rig.requests.filter(request => request.host === host)
          expect(there.length).toBeGreaterThan(0)
          for (const request of there) expect(request.text).not.toContain(secret)
          // The first host did get it: the test can tell.
          expect(rig.requests[0]?.text).toContain(secret)
        }
    } finally {
      await rig.close()
    }
  })
