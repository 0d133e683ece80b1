import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createRouter, type Router } from '../platform/http/edge.ts'

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
}

/** Beside the page: what the builder says of its files, which is for a test alone. */
const NOT_SERVED: ReadonlySet<string> = new Set(['index.html', 'manifest.json'])

/**
 * Serves the built staff application below `/admin`: its files by names that change with their content, those that a browser
 * looks for by a fixed name, and for every other path its one page. All files are read once at start, so that a request
 * path never becomes a file path.
 */
export function createAdminAssets(folder: string, base: string): Router {
  const app = createRouter()
  const assets = new Map(
    filesIn(join(folder, 'assets')).map(name => [name, assetOf(folder, `assets/${name}`)]),
  )
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
  for (const name of filesIn(folder).filter(one => !NOT_SERVED.has(one))) serveFixed(app, folder, name)
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

/** The service worker, the manifest, icons, and the page for when one is offline. */
function serveFixed(app: Router, folder: string, name: string): void {
  const { bytes, type } = assetOf(folder, name)
  const headers = {
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': fixedPolicyOf(name, bytes),
  }
  app.get(`/admin/${name}`, c => c.body(bytes, 200, headers))
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isFile() ? [entry.name] : []))

function assetOf(folder: string, name: string) {
  const bytes = new Uint8Array(readFileSync(join(folder, name)))
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
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The worker asks this server and makes no script of a text; a page has the style that stands in it, and nothing else. */
function fixedPolicyOf(name: string, bytes: Uint8Array): string {
  if (name.endsWith('.js'))
    return "default-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
  const style = /<style>([\s\S]*?)<\/style>/.exec(new TextDecoder().decode(bytes))?.[1]
  const hash = style && createHash('sha256').update(style).digest('base64')
  return `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'${hash ? `; style-src 'sha256-${hash}'` : ''}`
}
