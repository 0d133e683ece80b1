// Starts a throw-away PostgreSQL server with pgvector for the tests: the one of TEST_DATABASE_URL if it is given, else
// PostgreSQL 17 from Debian's own packages, unpacked into a cache folder and run from there. Nothing on the system changes.
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const PACKAGES = ['postgresql-17', 'postgresql-17-pgvector', 'tzdata']
const SUITE = 'trixie'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const BINARIES = ['postgres', 'initdb']
const root = process.getuid?.() === 0

/** A server ready for `create database`: its address, and the way to stop it. @throws Error that says what is missing. */
export async function setupPostgres() {
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    await requireVector(given)
    return { url: given, stop: async () => undefined }
  }
  const bin = unpackedBinaries()
  return startCluster(bin)
}

async function requireVector(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query(`select from pg_available_extensions where name = 'vector'`)
  await client.end()
  if (!rowCount) throw new Error('the server of TEST_DATABASE_URL has no pgvector')
}

/** The folder with `postgres` and `initdb`, unpacked once and kept. */
function unpackedBinaries() {
  // The server refuses to run as root, so root's cache must be where another user can read it.
  const cache = root
    ? '/var/tmp/careline-cache'
    : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'careline')
  const home = join(cache, 'postgres-17')
  const bin = join(home, 'usr/lib/postgresql/17/bin')
  if (existsSync(join(home, 'complete'))) return bin
  if (process.platform !== 'linux' || !existsSync(KEYRING)) {
    throw new Error(
      'set TEST_DATABASE_URL to a PostgreSQL server with pgvector (this is not a Debian-like system)',
    )
  }
  console.log('careline test: unpacking PostgreSQL 17 with pgvector into a cache folder')
  const draft = `${home}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  for (const archive of downloadPackages(join(draft, 'apt'))) run('dpkg', ['-x', archive, draft])
  wrapBinaries(draft, home)
  rmSync(join(draft, 'apt'), { recursive: true })
  writeFileSync(join(draft, 'complete'), '')
  rmSync(home, { recursive: true, force: true })
  renameSync(draft, home)
  return bin
}

/** Downloads the packages with all they need, by a package manager that believes nothing is installed. */
function downloadPackages(folder) {
  for (const part of [
    'state/lists/partial',
    'cache/archives/partial',
    'etc/apt.conf.d',
    'etc/preferences.d',
  ]) {
    mkdirSync(join(folder, part), { recursive: true })
  }
  writeFileSync(join(folder, 'status'), '')
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${KEYRING}] ${debianArchive()} ${SUITE} main\n`)
  const options = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': '',
    'Debug::NoLocking': 'true',
  }
  const apt = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  run('apt-get', [...apt, '-qq', 'update'])
  run('apt-get', [...apt, '-qq', '-y', '--download-only', 'install', ...PACKAGES])
  const archives = join(folder, 'cache/archives')
  return readdirSync(archives)
    .filter(name => name.endsWith('.deb'))
    .map(name => join(archives, name))
}

/** The archive this machine already uses for Debian itself, whatever mirror that is. */
function debianArchive() {
  const { stdout } = spawnSync(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)'],
    { encoding: 'utf8' },
  )
  const lines = (stdout ?? '').split('\n').map(line => line.split(' '))
  const [uri] =
    lines.find(([address, , component]) => component === 'main' && /\/debian\/?$/.test(address)) ?? []
  if (!uri)
    throw new Error(
      'no Debian archive is configured; set TEST_DATABASE_URL to a PostgreSQL server with pgvector',
    )
  return uri
}

/**
 * Puts a script in place of each program, which starts it through the C library it was built for. --argv0 makes the
 * program look for its own files beside the script.
 */
function wrapBinaries(draft, home) {
  const triple = readdirSync(join(draft, 'usr/lib')).find(name => name.endsWith('-linux-gnu'))
  const loader = readdirSync(join(draft, 'usr/lib', triple)).find(name => name.startsWith('ld-linux'))
  const libraries = join(home, 'usr/lib', triple)
  for (const name of BINARIES) {
    const inDraft = join(draft, 'usr/lib/postgresql/17/bin', name)
    const path = join(home, 'usr/lib/postgresql/17/bin', name)
    renameSync(inDraft, `${inDraft}.bin`)
    const start = `exec "${join(libraries, loader)}" --argv0 "${path}" --library-path "${libraries}" "${path}.bin" "$@"`
    writeFileSync(inDraft, `#!/bin/sh\n${start}\n`)
    chmodSync(inDraft, 0o755)
  }
}

async function startCluster(bin) {
  const user = serverUser()
  const folder = mkdtempSync(join(tmpdir(), 'careline-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const env = { PATH: process.env.PATH, TZDIR: '/usr/share/zoneinfo', LC_ALL: 'C.UTF-8' }
  run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'careline', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    {
      ...user,
      env,
      cwd: folder,
    },
  )
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 200,
  }
  const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  let output = ''
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...args], {
    ...user,
    env,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  server.stderr.on('data', text => {
    output = (output + text).slice(-2000)
  })
  const stop = async () => {
    const ended = new Promise(resolve => server.once('exit', resolve))
    if (server.exitCode === null && server.kill('SIGINT')) await ended
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', () => server.kill('SIGKILL'))
  const url = `postgres://careline@127.0.0.1:${port}/postgres`
  await untilItAnswers(
    url,
    () => server.exitCode !== null,
    () => output,
  )
  return { url, stop }
}

async function untilItAnswers(url, hasEnded, output) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    if (hasEnded()) break
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
  throw new Error(`the PostgreSQL server did not start: ${output()}`)
}

/** Whom the server runs as when we are root. */
function serverUser() {
  if (!root) return undefined
  for (const name of ['postgres', 'nobody']) {
    const { stdout, status } = spawnSync('id', ['-u', name], { encoding: 'utf8' })
    if (status !== 0) continue
    const group = spawnSync('id', ['-g', name], { encoding: 'utf8' }).stdout
    return { uid: Number(stdout), gid: Number(group) }
  }
  throw new Error('there is no unprivileged user to run PostgreSQL as')
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function run(command, args, options = {}) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status !== 0)
    throw new Error(`${command} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`)
}
