import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createRouter, type Router } from '../../platform/http/edge.ts'

/**
 * Serves the built widget: `/widget.js` and what it loads from `/widget/`. All files are read once at start, so that a
 * request path never becomes a file path.
 */
export function createWidgetAssets(folder: string): Router {
  const app = createRouter()
  for (const file of filesBelow(folder).filter(name => name.endsWith('.js'))) {
    const bytes = new Uint8Array(readFileSync(join(folder, file)))
    const zipped = new Uint8Array(gzipSync(bytes, { level: 9 }))
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 20)}"`
    app.get(file === 'widget.js' ? '/widget.js' : `/widget/${file}`, c => {
      const headers = {
        'Content-Type': 'text/javascript; charset=utf-8',
        // Short, so that an upgrade reaches every site within minutes; the ETag makes the check cheap.
        'Cache-Control': 'public, max-age=300',
        ETag: etag,
        Vary: 'Accept-Encoding',
        'Access-Control-Allow-Origin': '*',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      }
      if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
      const gzip = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
      return gzip
        ? c.body(zipped, 200, { ...headers, 'Content-Encoding': 'gzip' })
        : c.body(bytes, 200, headers)
    })
  }
  return app
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}
