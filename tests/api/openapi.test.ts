import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApiText } from '../../scripts/openapi-text.ts'
import { type Access, accessTable } from '../../src/api/access.ts'
import { type ApiRig, startApi } from '../security/api-rig.ts'

interface Operation {
  summary?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
interface Document {
  openapi: string
  info: { title: string; version: string; license: { name: string } }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

const sides = [
  'Visitor',
  'Operator',
  'Signing in',
  'Own account',
  'People',
  'Keys and audit',
  'Contacts',
  'Desk',
  'Knowledge',
  'Report',
]

let api: ApiRig
let text: string
let document: Document
let operations: { name: string; path: string; operation: Operation }[]

beforeAll(async () => {
  api = await startApi()
  text = await openApiText(api.app.http)
  document = JSON.parse(text) as Document
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  )
})
afterAll(() => api?.close())

test('docs/openapi.json is what the server answers', () => {
  expect(readFileSync('docs/openapi.json', 'utf8') === text, 'it is another: run npm run openapi').toBe(true)
})

test('it is OpenAPI 3.1 of this version, and every reference leads somewhere', () => {
  expect(document.openapi).toMatch(/^3\.1\./)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(document.info).toMatchObject({ title: 'Careline', version, license: { name: 'Apache-2.0' } })
  expect(document.servers).toEqual([{ url: '/api/v1' }])
  const references = [...text.matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  expect(references.length).toBeGreaterThan(20)
  expect(references.filter(name => !(name! in document.components.schemas))).toEqual([])
  // Words of OpenAPI 3.0 that mean nothing in 3.1.
  expect(text).not.toMatch(/"nullable"|"exclusiveM\w+": (true|false)/)
})

test('every route below /api/v1 is described, and nothing else', () => {
  const mounted = api.app.http.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
    .map(({ method, path }) => `${method} ${path.slice('/api/v1'.length).replaceAll(/:(\w+)/g, '{$1}')}`)
  expect([...new Set(mounted)].filter(name => name !== 'GET /openapi.json').sort()).toEqual(
    operations.map(({ name }) => name).sort(),
  )
})

test('each has a summary, a side, its path parameters, and a schema for what goes in and out', () => {
  for (const { name, path, operation } of operations) {
    expect(operation.summary, name).toMatch(/^[A-Z].{5,}/)
    expect([...sides.map(side => [side])], name).toContainEqual(operation.tags)
    const named = [...path.matchAll(/{(\w+)}/g)].map(([, parameter]) => parameter)
    const given = (operation.parameters ?? []).filter(parameter => parameter.in === 'path')
    expect(given.map(parameter => parameter.name).sort(), name).toEqual(named.sort())
    expect(
      given.every(({ required }) => required),
      name,
    ).toBe(true)
    if (operation.requestBody) {
      expect(operation.requestBody.required, name).toBe(true)
      expect(Object.keys(operation.requestBody.content), name).toEqual(['application/json'])
    }
    const good = Object.entries(operation.responses).filter(([status]) => /^[23]\d\d$/.test(status))
    expect(good.length, name).toBeGreaterThan(0)
    // What was taken in, is done or lies elsewhere says so without a body.
    for (const [status, response] of good)
      if (!/^(?:202|204|3\d\d)$/.test(status))
        expect(Object.values(response.content ?? {}).length, name).toBeGreaterThan(0)
  }
})

/** The tokens that a row of the access table takes. */
function tokensOf(access: Access): Record<string, string[]>[] | undefined {
  if (access === 'open') return undefined
  if (access === 'visitor') return [{ session: [] }]
  if (access[0] === 'account') return [{ member: [] }]
  return [{ member: [] }, { apiKey: [] }, { admin: [] }]
}

test('each names the tokens that the access table takes', () => {
  for (const { name, operation } of operations) {
    const access = accessTable[name.replaceAll(/{(\w+)}/g, ':$1')]
    expect(access, name).toBeDefined()
    expect(operation.security, name).toEqual(tokensOf(access!))
  }
  const schemes = ['admin', 'apiKey', 'member', 'session']
  expect(Object.keys(document.components.securitySchemes).sort()).toEqual(schemes)
})

test('each answers errors with problem details', () => {
  for (const { name, operation } of operations)
    expect(operation.responses['default']?.content, name).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    })
})
