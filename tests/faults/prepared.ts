import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createApp } from '../../src/app/index.ts'
import { readConfig } from '../../src/config.ts'
import { createEmbedders, createHashEmbedder } from '../../src/models/index.ts'
import { openEmbedded } from '../../src/platform/database/index.ts'
import { migratedImage } from '../support/database.ts'
import { type Bundle, bundleChild } from './bundle.ts'

/** An installation with a bot and two pages, to be copied for each server under test: a start is then a second. */
export interface Prepared {
  /** A new copy: a data folder, and with a PostgreSQL server a database of its own. */
  copy(): Promise<{ dataDir: string; databaseUrl?: string; remove(): Promise<void> }>
  /** The server under test without any bug of ours, built once. */
  bundle(): Promise<Bundle>
  /** Puts the database folder of an embedded copy back to where it was: a disk that lost what was never flushed. */
  loseUnflushed(dataDir: string): Promise<void>
  remove(): Promise<void>
}

const pages = {
  'returns.md':
    '# Returns\n\n## How long\n\nYou may return a kettle within thirty days. The return is free of charge.\n',
  'delivery.md': '# Delivery\n\n## How fast\n\nA parcel arrives within two working days.\n',
}

/** Prepares the embedded database, or with `serverUrl` one on that PostgreSQL server. */
export async function prepare(serverUrl?: string): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'careline-faults-'))
  const template = join(folder, 'template')
  const docs = join(folder, 'docs')
  await mkdir(docs)
  for (const [name, text] of Object.entries(pages)) await writeFile(join(docs, name), text)
  const server = serverUrl ? await createServerCopies(serverUrl) : undefined
  if (!server) {
    const image = await migratedImage()
    await (await openEmbedded({ dataDir: template, image }, () => undefined)).close()
  }
  await readPages(template, docs, server?.template)
  let copies = 0
  let bundle: Promise<Bundle> | undefined
  return {
    bundle() {
      bundle ??= bundleChild()
      return bundle
    },
    async copy() {
      const dataDir = join(folder, `copy-${copies++}`)
      await cp(template, dataDir, { recursive: true })
      const database = await server?.copy()
      return {
        dataDir,
        ...(database ? { databaseUrl: database.url } : {}),
        async remove() {
          await database?.drop()
          await rm(dataDir, { recursive: true, force: true })
        },
      }
    },
    async loseUnflushed(dataDir) {
      await rm(join(dataDir, 'database'), { recursive: true })
      await cp(join(template, 'database'), join(dataDir, 'database'), { recursive: true })
    },
    async remove() {
      await server?.drop()
      await bundle?.then(({ remove }) => remove())
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function readPages(dataDir: string, docs: string, databaseUrl?: string): Promise<void> {
  const config = readConfig({
    ...{ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, KNOWLEDGE: docs, LOG_LEVEL: 'silent' },
  })
  const app = await createApp(config, {
    replace: {
      models: models => ({
        ...models,
        embedders: createEmbedders({ modelsDirs: [], dataDir, fixed: createHashEmbedder(64) }),
      }),
    },
  })
  await app.settle()
  await app.stop()
}

/** Databases on a server: one that is prepared, and copies of it. */
async function createServerCopies(serverUrl: string) {
  const name = `careline_faults_${randomBytes(4).toString('hex')}`
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  const at = (database: string) => Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href
  const drop = (database: string) => run(`drop database if exists ${database} with (force)`)
  await run(`create database ${name}`)
  let copies = 0
  return {
    template: at(name),
    async copy() {
      const copy = `${name}_${copies++}`
      await run(`create database ${copy} template ${name}`)
      return { url: at(copy), drop: () => drop(copy) }
    },
    drop: () => drop(name),
  }
}
