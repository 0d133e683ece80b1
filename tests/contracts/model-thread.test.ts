import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/platform/paths.ts'

test('a program that closes its model at any moment of the loading ends in order', async () => {
  // A process of its own: what is looked for ends all of it.
  const program = join(packageRoot, 'tests/support/close-early.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program])
  expect(stdout).toBe('closed in order\n')
}, 120_000)
