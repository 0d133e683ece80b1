import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UNFINISHED } from './pull-model.ts'

/** The model directories below some folders, `org/name` too, in order; what is being pulled does not count. */
export function modelDirectories(folders: readonly string[]): string[] {
  return folders.flatMap(folder =>
    foldersIn(folder).flatMap(directory =>
      isModel(directory) ? [directory] : foldersIn(directory).filter(isModel),
    ),
  )
}

function isModel(directory: string): boolean {
  return existsSync(join(directory, 'manifest.json'))
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => !entry.isFile() && !UNFINISHED.test(entry.name))
    .map(entry => join(folder, entry.name))
    .sort()
}
