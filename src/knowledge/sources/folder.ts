import type { Dirent } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import { formatOfPath } from '../parse/formats.ts'
import { documentLimits, readableBytes } from '../parse/limits.ts'
import { contentHashOf } from './content-hash.ts'
import { admits } from './glob.ts'
import { withImports } from './inline-imports.ts'
import type { FolderSource, ReadContext, SourceItem, SourceReading } from './source.ts'
import { readingOf } from './source.ts'

/** Folders that hold no pages, whatever they are called in a project. */
const SKIPPED_FOLDERS = new Set(['node_modules', '__MACOSX'])

/**
 * Every Markdown, HTML, text, CSV, PDF and DOCX file below a folder, in the order of their paths. Left out: names
 * that begin with a dot, partials (`_name`, which other pages include), `node_modules`, and links that lead out.
 * @throws CarelineError not-found when there is no such folder
 */
export function readFolder(source: FolderSource, context: ReadContext): SourceReading {
  return readingOf(async function* (state) {
    const root = await rootOf(source.location)
    const paths = (await pathsBelow(root, root)).filter(path => admits(path, source))
    state.total = paths.length
    for (const path of paths) {
      context.signal?.throwIfAborted()
      yield await readFolderItem(root, path, context)
    }
    state.complete = true
  })
}

async function rootOf(location: string): Promise<string> {
  try {
    const root = await realpath(location)
    if ((await stat(root)).isDirectory()) return root
  } catch (error) {
    throw new CarelineError('not-found', `There is no folder ${location}.`, { cause: error })
  }
  throw new CarelineError('invalid', `${location} is not a folder.`)
}

/** Paths of all readable files below `folder`, relative to `root`, forward slashes, sorted by code unit. */
async function pathsBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const paths: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name.startsWith('_')) continue
    const full = join(folder, entry.name)
    const kind = await kindOf(root, full, entry)
    if (kind === 'folder' && !SKIPPED_FOLDERS.has(entry.name)) paths.push(...(await pathsBelow(root, full)))
    if (kind === 'file' && formatOfPath(entry.name)) paths.push(relative(root, full).split(sep).join('/'))
  }
  return folder === root ? paths.sort((a, b) => (a < b ? -1 : 1)) : paths
}

/** Linked folders are not entered (they may run in circles); a linked file counts when it lies inside the folder. */
async function kindOf(root: string, full: string, entry: Dirent): Promise<'file' | 'folder' | 'other'> {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (!entry.isSymbolicLink()) return 'other'
  try {
    const target = await realpath(full)
    return target.startsWith(root + sep) && (await stat(target)).isFile() ? 'file' : 'other'
  } catch {
    return 'other'
  }
}

async function readFolderItem(root: string, path: string, context: ReadContext): Promise<SourceItem> {
  return readFileItem(join(root, path), path, context.previous?.get(path)?.contentHash, root)
}

/**
 * One file as an item, with the parts it imports from the folder `root`: unchanged when its hash is the known one, failed
 * when it is too large or cannot be read.
 */
export async function readFileItem(
  full: string,
  path: string,
  knownHash: string | undefined,
  root?: string,
): Promise<SourceItem> {
  try {
    const { size } = await stat(full)
    if (size > documentLimits.fileBytes)
      return {
        path,
        failed: `The file is too large: ${readableBytes(size)}, and at most ${readableBytes(documentLimits.fileBytes)} are read.`,
      }
    const own = await readFile(full)
    const bytes = root === undefined ? own : await withImports(own, await realpath(full), root)
    const contentHash = contentHashOf(bytes)
    return contentHash === knownHash ? { path, unchanged: true, contentHash } : { path, bytes, contentHash }
  } catch (error) {
    return { path, failed: `The file could not be read: ${codeOf(error)}.` }
  }
}

/** The system's code (`EACCES`), not its message, which names paths of the server. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : messageOf(error)
}
