import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../platform/paths.ts'

/** The version of this program, from its package.json. */
export const version: string = (
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
).version
