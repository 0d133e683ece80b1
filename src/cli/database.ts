import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { CarelineError } from '../kit/errors.ts'
import { restoreDatabase } from '../platform/backup/index.ts'
import { openDatabase } from '../platform/database/index.ts'
import { within } from './connect.ts'
import { contextOf } from './output.ts'

/** `migrate`, `backup` and `restore`. */
export function addDatabase(program: Command): void {
  program
    .command('migrate')
    .summary('bring the database to the newest schema')
    .description(
      'Applies the migrations that are missing. `start` does so by itself; this is for doing it beforehand.',
    )
    .action(async (_options: object, command: Command) => {
      const { config, out } = contextOf(command)
      const database = await openDatabase(place(config), { onProgress: text => out.progress(text) })
      await database.close()
      out.done()
      out.value({ migrated: true })
      out.line('The schema is up to date.')
    })
  program
    .command('backup <folder>')
    .summary('write a consistent backup')
    .description(
      'Writes every table as it is at one moment into a new folder. Works while the server is running.',
    )
    .action((folder: string, _options: object, command: Command) =>
      within(contextOf(command), async (server, { out }) => {
        const made = await server.call<{ folder: string; tables: { name: string; rows: number }[] }>(
          '/backups',
          { method: 'POST', body: { folder: resolve(folder) } },
        )
        out.value(made)
        out.line(
          `${made.tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${made.tables.length} tables written to ${made.folder}`,
        )
      }),
    )
  program
    .command('restore <folder>')
    .summary('put a backup into an empty place')
    .description(
      'Puts a backup into an empty database: a new DATA_DIR, or a new database at DATABASE_URL. All or nothing.',
    )
    .action(async (folder: string, _options: object, command: Command) => {
      const { config, out } = contextOf(command)
      if (!existsSync(folder)) throw new CarelineError('invalid', `There is no backup at ${resolve(folder)}.`)
      const database = await openDatabase(place(config), { onProgress: text => out.progress(text) })
      try {
        const { tables, madeAt } = await restoreDatabase(database, resolve(folder), {
          onProgress: (name, rows) => out.progress(`${name}  ${rows} rows`),
        })
        out.done()
        out.value({ madeAt, tables })
        out.line(`Restored ${tables.reduce((sum, { rows }) => sum + rows, 0)} rows as of ${madeAt}.`)
      } finally {
        await database.close()
      }
    })
}

function place(config: Config): Parameters<typeof openDatabase>[0] {
  return config.DATABASE_URL ? { url: config.DATABASE_URL, poolSize: 2 } : { dataDir: config.DATA_DIR }
}
