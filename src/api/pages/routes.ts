import { getPage } from '../../knowledge/index.ts'
import type { Sql } from '../../platform/database/database.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { pageStyle } from './page-style.ts'
import { renderPage } from './render-page.ts'

const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Shows a page of a source to whoever follows a citation, when the page cannot be read anywhere else. The pages a bot
 * answers from are public by that; nothing else of the knowledge is shown.
 */
export function createPageRoutes(options: { sql: Sql; workspaceId: string; base: string }): Router {
  const app = createRouter()
  app.get('/pages.css', c =>
    c.body(pageStyle, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    }),
  )
  app.get('/pages/:id', async c => {
    const page = await getPage(options.sql, options.workspaceId, c.req.param('id'))
    const html = renderPage({ ...page, originalUrl: page.url }, options.base)
    return c.body(html, 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
    })
  })
  return app
}
