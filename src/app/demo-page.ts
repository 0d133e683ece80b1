import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { createRouter, type Router } from '../platform/http/edge.ts'
import { type Example, shopFolder } from './example.ts'

const POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
const types: Record<string, string> = { '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' }

/**
 * The page at `/`: the example shop with the chat bubble on it, or a plain page with the bubble when the pages are
 * somebody's own. Served under a policy without inline scripts or styles, as a careful customer's site would be.
 */
export function createDemoPage(example: Example, base: string): Router {
  const app = createRouter()
  const site = join(shopFolder, 'site')
  const filled = (html: string) => html.replaceAll('{{base}}', base).replaceAll('{{botId}}', example.botId)
  const page = (file: string) => filled(readFileSync(join(site, file), 'utf8'))
  const shop = page('index.html')
  const privacy = page('privacy.html')
  const plain = filled(plainPage)
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY }
  app.get('/', c => c.body(example.shop() ? shop : plain, 200, headers))
  app.get('/shop/privacy.html', c => c.body(privacy, 200, headers))
  // What browsers ask for on pages that name no icon, such as the plain one and those of the sources.
  app.get('/favicon.ico', c => c.redirect(`${base}/shop/icon.svg`, 302))
  for (const file of readdirSync(site)) {
    const type = types[extname(file)]
    if (!type) continue
    const text = readFileSync(join(site, file), 'utf8')
    app.get(`/shop/${file}`, c =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=3600' }),
    )
  }
  return app
}

const plainPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Careline</title>
<link rel="stylesheet" href="{{base}}/shop/style.css">
</head>
<body>
<main>
<section class="hero">
<h1>Ask your own pages.</h1>
<p>Press the bubble in the corner. It answers from what was read in, with a citation, or says that it does not know.</p>
</section>
</main>
<script src="{{base}}/widget.js" data-bot-id="{{botId}}"></script>
</body>
</html>
`
