import type { Router } from '../src/platform/http/edge.ts'

/** What `/api/v1/openapi.json` answers, as text that stays the same while the routes do: paths and schemas by name. */
export async function openApiText(http: Router): Promise<string> {
  const answer = await http.request('/api/v1/openapi.json')
  if (answer.status !== 200) throw new Error(`/api/v1/openapi.json answered ${answer.status}`)
  const { paths, components, ...rest } = (await answer.json()) as {
    paths: Record<string, object>
    components: Record<string, Record<string, object>>
  }
  const sorted = Object.entries(byName(components)).map(([kind, parts]) => [kind, byName(parts)])
  const document = { ...rest, components: Object.fromEntries(sorted), paths: byName(paths) }
  return `${JSON.stringify(document, null, 2)}\n`
}

function byName<T>(parts: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)))
}
