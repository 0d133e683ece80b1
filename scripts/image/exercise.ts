import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { buildImage, type Image, inside } from './build-image.ts'
import { environmentOf, parseCompose, type Service } from './compose.ts'
import { checkHealth, type Running, startImage } from './run-image.ts'

const QUESTION = 'How much is standard delivery to Germany?'

type Postgres = { url: string; stop: () => Promise<void> }

/**
 * Performs the Dockerfile without an engine, starts the result with the environment of the compose file against a real
 * PostgreSQL server with pgvector, asks it a question and stops it, twice: the second start finds the first one's data.
 */
export async function exerciseImage(
  repository: string,
  setupPostgres: () => Promise<Postgres>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'careline-image-'))
  // The image's own user must be able to walk into it.
  chmodSync(folder, 0o755)
  let postgres: Postgres | undefined
  try {
    const image = buildImage(repository, readFileSync(join(repository, 'Dockerfile'), 'utf8'), folder)
    say('PostgreSQL with pgvector, in place of the service `postgres`')
    postgres = await setupPostgres()
    const environment = await composeEnvironment(repository, postgres.url)
    for (const round of ['first start', 'second start, on the same data']) {
      say(round)
      await playOnce(image, environment)
    }
    console.log('\nThe image works: built, started twice, answered, stopped.')
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function playOnce(image: Image, { env, graceMs }: { env: Record<string, string>; graceMs: number }) {
  const began = performance.now()
  const running = await startImage(image, env)
  try {
    console.log(`ready after ${((performance.now() - began) / 1000).toFixed(1)} s`)
    checkHealth(image, running.env)
    console.log('health check: passed')
    await askOneQuestion(image, running)
    await expectWidget(running)
  } finally {
    await running.stop(graceMs)
  }
  console.log('stopped with exit code 0')
}

/** The environment of the service `careline`, with the database of the compose network swapped for the real one. */
async function composeEnvironment(repository: string, serverUrl: string) {
  const compose = parseCompose(readFileSync(join(repository, 'deploy/compose.yaml'), 'utf8'))
  const service = compose.services['careline'] as Service
  const env = environmentOf(service, { POSTGRES_PASSWORD: 'exercise' })
  console.log('environment:', env)
  const named = new URL(env['DATABASE_URL'] ?? '')
  const real = new URL(serverUrl)
  // A name of its own: a server given by its address may still hold the database of an exercise that was cut off.
  real.pathname = `${named.pathname}_${Date.now()}`
  await createDatabase(serverUrl, real.pathname.slice(1))
  const graceMs = Number.parseInt(String(service['stop_grace_period'] ?? '10s'), 10) * 1000
  return { env: { ...env, DATABASE_URL: real.href }, graceMs }
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`create database ${pg.escapeIdentifier(name)}`)
  await client.end()
}

async function askOneQuestion(image: Image, { url }: Running): Promise<void> {
  const dataDir = inside(image, image.env['DATA_DIR'] ?? '/data')
  accessSync(dataDir, constants.R_OK)
  const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim()
  const response = await fetch(`${url}/api/v1/ask`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ question: QUESTION }),
  })
  const answer = (await response.json()) as {
    decision?: { kind: string; text: string; citations?: { path: string }[] }
  }
  console.log(`asked: ${QUESTION}\nanswer: ${JSON.stringify(answer.decision?.text)}`)
  console.log(`cited: ${answer.decision?.citations?.map(({ path }) => path).join(', ')}`)
  if (answer.decision?.kind !== 'answered')
    throw new Error(`not answered (${response.status}): ${JSON.stringify(answer).slice(0, 500)}`)
}

async function expectWidget({ url }: Running): Promise<void> {
  const { status } = await fetch(`${url}/widget.js`)
  if (status !== 200) throw new Error(`/widget.js answered ${status}`)
}

function say(text: string): void {
  console.log(`\n== ${text}`)
}
