import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createRouter, type Router } from '../platform/http/edge.ts'

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
}

/**
 * Serves the built staff application below `/admin`: its files by names that change with their content, and for every
 * other path its one page. All files are read once at start, so that a request path never becomes a file path.
 */
export function createAdminAssets(folder: string, base: string): Router {
  const app = createRouter()
  const assets = new Map(readdirSync(join(folder, 'assets')).map(name => [name, assetOf(folder, name)]))
  app.get('/admin/assets/:name', c => {
    const asset = assets.get(c.req.param('name'))
    if (!asset) return c.notFound()
    const headers = {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
    }
    return /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
      ? c.body(asset.zipped, 200, { ...headers, 'Content-Encoding': 'gzip' })
      : c.body(asset.bytes, 200, headers)
  })
  const page = readFileSync(join(folder, 'index.html'), 'utf8').replace(
    '<base href="/admin/"',
    `<base href="${base}/admin/"`,
  )
  for (const path of ['/admin', '/admin/*'])
    app.get(path, c => {
      const nonce = randomBytes(16).toString('base64url')
      return c.body(page.replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`), 200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': policyOf(nonce),
      })
    })
  return app
}

function assetOf(folder: string, name: string) {
  const bytes = new Uint8Array(readFileSync(join(folder, 'assets', name)))
  const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
  return { bytes, zipped: new Uint8Array(gzipSync(bytes, { level: 9 })), type }
}

/** Scripts and styles of this server alone; the styles that the components make at run time carry the nonce. */
function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // `blob:` for pictures that are fetched with the member's token.
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
