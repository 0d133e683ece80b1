import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openEmbedded } from '../../src/platform/database/index.ts'
import { migratedImage } from '../support/database.ts'
import { createSmallApp, visitorOf } from '../support/small-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-really-full-'))
const disk = join(folder, 'disk')
mkdirSync(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'careline', disk]).status === 0
afterAll(() => {
  if (mounted) spawnSync('umount', [disk])
  rmSync(folder, { recursive: true })
})

/** Takes the room there is to the last byte. */
function fill(): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(join(disk, 'fill'), Buffer.alloc(bavail * bsize))
}
const empty = () => rmSync(join(disk, 'fill'))

// `disk-full.test.ts` shows the same with injected failures, everywhere.
if (!mounted) console.warn('NOT RUN: a small disk that is really full, since nothing may be mounted here')
else
  test('a disk that is full to the last byte, checkpoint and all, costs nothing that was acknowledged', async () => {
    await (await openEmbedded({ dataDir: disk, image: await migratedImage() }, () => undefined)).close()
    // Believing that there is room makes it try, and die.
    const app = await createSmallApp({ DATA_DIR: disk }, { freeBytes: async () => Number.POSITIVE_INFINITY })
    const visitor = await visitorOf(app)
    const acknowledged: string[] = []
    const say = async (text: string) => {
      const { status } = await visitor.say(text)
      if (status < 300) acknowledged.push(`visitor: ${text}`)
      return status
    }
    expect(await say('before')).toBe(201)
    fill()
    // The last page of the journal's file may have room for some more.
    const statuses = [201]
    for (let n = 0; n < 50 && statuses.at(-1) === 201; n++) statuses.push(await say(`full-${n}`))
    expect(statuses.at(-1)).toBe(503)
    await app.storage.flush()
    expect(await say('dead')).toBe(503)
    expect((await visitor.stream()).status).toBe(503)
    empty()
    await expect.poll(() => say('room'), { timeout: 60_000 }).toBeLessThan(300)
    expect(await say(`full-${statuses.length - 2}`)).toBeLessThan(300)
    const texts = await visitor.texts()
    for (const text of acknowledged) expect(texts.filter(each => each === text)).toHaveLength(1)
    await app.storage.flush()
    await app.stop()
  }, 120_000)
