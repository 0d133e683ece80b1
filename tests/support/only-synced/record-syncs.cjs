// Loaded into a process and its threads by --require: writes down what each fsync made durable, in order.
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const promises = require('node:fs/promises')
const { syncBuiltinESMExports } = require('node:module')

const folder = process.env.CARELINE_TEST_SYNCS
const { fsyncSync } = fs
const { open } = promises

/** A file becomes its content, a folder its entries; each file is known by its inode, whatever its name becomes. */
function record(fd) {
  const path = fs.readlinkSync(`/proc/self/fd/${fd}`)
  const found = fs.fstatSync(fd, { bigint: true })
  const line = { path, id: idOf(found) }
  if (found.isDirectory()) line.entries = fs.readdirSync(path).flatMap(name => entryOf(path, name))
  else line.blob = keep(fs.readFileSync(`/proc/self/fd/${fd}`))
  fs.appendFileSync(`${folder}/log.jsonl`, `${JSON.stringify(line)}\n`)
}

const idOf = found => `${found.ino}-${found.birthtimeNs}`

function entryOf(path, name) {
  const found = fs.lstatSync(`${path}/${name}`, { bigint: true, throwIfNoEntry: false })
  return found ? [{ name, id: idOf(found), isFolder: found.isDirectory() }] : []
}

function keep(bytes) {
  const name = createHash('sha256').update(bytes).digest('hex')
  if (!fs.existsSync(`${folder}/${name}`)) fs.writeFileSync(`${folder}/${name}`, bytes)
  return name
}

fs.fsyncSync = fd => {
  fsyncSync(fd)
  record(fd)
}
promises.open = async (...given) => {
  const handle = await open(...given)
  for (const name of ['sync', 'datasync']) {
    const real = handle[name].bind(handle)
    handle[name] = async () => {
      await real()
      record(handle.fd)
    }
  }
  return handle
}
syncBuiltinESMExports()
