import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPrincipals, guard } from '../../src/api/index.ts'
import { createRouter } from '../../src/platform/http/edge.ts'
import { type Cast, castOf } from './access-cast.ts'

let cast: Cast
beforeAll(async () => {
  cast = await castOf()
})
afterAll(() => cast.rig.close())

/** A route behind the real gate that forgot to ask for its workspace. */
async function askForgetfulRoute(role: string): Promise<string[]> {
  const { app } = cast.rig
  const router = createRouter()
  const { adminToken, workspaceId, accounts } = app
  router.use('*', guard(createPrincipals({ adminToken, workspaceId, accounts })))
  router.get('/api/v1/bots', async c => {
    const bots = await app.storage.database.sql.selectFrom('bots').select('id').orderBy('id').execute()
    return c.json(bots.map(({ id }) => id))
  })
  const answer = await router.request('/api/v1/bots', {
    headers: { authorization: `Bearer ${cast.tokens[role]}` },
  })
  return (await answer.json()) as string[]
}

test('a route that asks for everything gives a member their own workspace alone', async () => {
  expect(await askForgetfulRoute('operator-A')).toEqual([cast.botOfA])
  expect(await askForgetfulRoute('operator-B')).toEqual(['bot_b'])
})
