import { readFileSource } from './file.ts'
import { readFolder } from './folder.ts'
import type { ReadContext, SourceReading, SourceSpec } from './source.ts'
import { readText } from './text.ts'
import { readUpload } from './upload.ts'
import { readUrl } from './url.ts'

/** The documents of any source, one after another. Errors of the source as a whole are thrown by the iteration. */
export function readSource(source: SourceSpec, context: ReadContext): SourceReading {
  switch (source.kind) {
    case 'folder':
      return readFolder(source, context)
    case 'file':
      return readFileSource(source, context)
    case 'url':
      return readUrl(source, context)
    case 'text':
      return readText(source, context)
    case 'upload':
      return readUpload(source, context)
  }
}
