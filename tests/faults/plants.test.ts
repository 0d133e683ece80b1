import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { playPlants } from './find-plants.ts'
import { plants } from './plants.ts'
import { type Prepared, prepare } from './prepared.ts'

vi.setConfig({ testTimeout: 480_000, hookTimeout: 240_000 })

let prepared: Prepared
beforeAll(async () => {
  prepared = await prepare()
})
afterAll(() => prepared.remove())

for (const name of Object.keys(plants)) {
  it(`finds the planted bug "${name}"`, async () => {
    const [finding] = await playPlants(prepared, 6, { only: name })
    expect(finding).toMatchObject({ name, found: expect.any(String), besides: [] })
  })
}
