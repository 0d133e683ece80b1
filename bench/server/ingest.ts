import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { packageRoot } from '../../src/platform/paths.ts'
import { report } from '../lib/result.ts'
import { startProgram, untilIdle } from './program.ts'

/** How fast a folder becomes answerable: reading, cutting, embedding and storing, on a server that is otherwise idle. */
interface Added {
  source: { id: string }
  job: { id: string }
}

const folder = join(packageRoot, 'examples/shop/docs')
const dataDir = mkdtempSync(join(tmpdir(), 'careline-bench-'))
const program = await startProgram(dataDir, { NO_EXAMPLE: 'true' })
try {
  await untilIdle(program)
  const [began, cpu] = [performance.now(), program.cpuMs()]
  const { source, job } = await program.call<Added>('/sources', { kind: 'folder', location: folder })
  let state = 'queued'
  while (state !== 'done') {
    await pause(50)
    state = (await program.call<{ state: string }>(`/jobs/${job.id}`)).state
    if (state === 'dead') throw new Error('the reading of the folder failed')
  }
  const seconds = (performance.now() - began) / 1000
  const cpuSeconds = (program.cpuMs() - cpu) / 1000
  const read = await program.call<{ source: { pages: number; passages: number } }>(`/sources/${source.id}`)
  const { pages, passages } = read.source
  report({
    name: 'ingest, passages a second',
    ours: `${passages} in ${seconds.toFixed(1)} s`,
    other: '-',
    value: passages / seconds,
    unit: '/s',
    detail: `${pages} pages of the example shop, encoder loaded on the way; ${(passages / cpuSeconds).toFixed(1)} a second of processor time`,
  })
} finally {
  await program.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
