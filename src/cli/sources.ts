import type { Command } from 'commander'
import type { Job, Source } from '../contract/operator-api.ts'
import { type Connection, within } from './connect.ts'
import { addReading, watchJob } from './ingest.ts'
import { type Context, contextOf, table } from './output.ts'

export function addSources(program: Command): void {
  const sources = program
    .command('sources')
    .summary('where the answers come from')
    .description('The folders, files and web sites that answers come from: list, add, sync, remove.')
  sources
    .command('list', { isDefault: true })
    .description('list the sources with their pages, passages and what could not be read')
    .action((_options: object, command: Command) => within(contextOf(command), list))
  addReading(sources, 'add')
  sources
    .command('remove <id>')
    .description('remove a source; its pages leave the index at once')
    .action((id: string, _options: object, command: Command) =>
      within(contextOf(command), async (server, { out }) => {
        await server.call(`/sources/${encodeURIComponent(id)}`, { method: 'DELETE' })
        out.value({ removed: id })
        out.line(`Removed ${id}.`)
      }),
    )
  sources
    .command('sync <id>')
    .description('read a source again')
    .action((id: string, _options: object, command: Command) =>
      within(contextOf(command), async (server, { out }) => {
        const { job } = await server.call<{ job: Job }>(`/sources/${encodeURIComponent(id)}/sync`, {
          method: 'POST',
        })
        await watchJob(server, job, out)
        out.value({ synced: id })
        out.line(`Read ${id} again.`)
      }),
    )
}

async function list(server: Connection, { out }: Context): Promise<void> {
  const { sources } = await server.call<{ sources: Source[] }>('/sources')
  out.value({ sources })
  if (sources.length === 0)
    return out.line('There are no sources yet. Add one with: careline ingest PATH|URL')
  const rows = sources.map(({ id, kind, location, state, pages, passages, failures }) => [
    id,
    kind,
    state,
    `${pages} pages`,
    `${passages} passages`,
    `${failures.length} failed`,
    location,
  ])
  out.line(table(rows))
  for (const { location, lastError, failures } of sources) {
    if (lastError) out.line(`\n${location}: ${lastError}`)
    for (const { path, reason } of failures) out.line(`  ${path}: ${reason}`)
  }
}
