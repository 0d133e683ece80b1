import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packHandoff } from '../../src/desk/index.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

let rig: StaffRig
let ada: Staff
beforeAll(async () => {
  rig = await startStaff()
  ada = await rig.member('operator')
})
afterAll(() => rig.close())

type Visitor = Awaited<ReturnType<StaffRig['visitor']>>
const seen = async (visitor: Visitor) =>
  (await ada.call(`/api/v1/desk/conversations/${visitor.id}`)).json.handoffs
const askForPerson = (visitor: Visitor, body: object) =>
  rig.call(`${visitor.path}/handoff`, { token: visitor.token, body })
const told = async (visitor: Visitor) => {
  const { sql } = rig.app.storage.database
  const query = sql.selectFrom('events').select('data').where('conversation_id', '=', visitor.id)
  return (await query.where('name', '=', 'agent.handoff').execute()).map(({ data }) => data as never)
}

describe('the pack of a handoff', () => {
  test('is there for whoever opens the conversation at once, and told once to everybody', async () => {
    const visitor = await rig.visitor()
    await askForPerson(visitor, { note: 'Where is my order #4711?', email: 'tom@mailbox.example' })
    const [early] = await seen(visitor)
    expect(early.pack.summary).toBe('Wants: Where is my order #4711? Gave: #4711, tom@mailbox.example.')
    expect(await told(visitor)).toEqual([])

    await rig.app.settle()
    const [{ id, pack }] = await seen(visitor)
    expect(pack).toEqual(early.pack)
    expect(await told(visitor)).toMatchObject([{ handoffId: id, reason: 'asked-for', pack }])

    const { clock, database } = rig.app.conversations
    const again = { payload: { handoffId: id } }
    await packHandoff({ clock, database, ring: () => undefined }, again)
    expect(await told(visitor)).toHaveLength(1)
  })

  test('is told without its words to whoever may not read what was said', async () => {
    const { json: role } = await rig.owner.call('/api/v1/roles', {
      body: { name: 'Dispatcher', rights: ['conversation:subscribe', 'conversation:read', 'queue:read'] },
    })
    const dispatcher = await rig.member(role.id)
    const visitor = await rig.visitor()
    await askForPerson(visitor, { note: 'My code is KX-20417' })
    await rig.app.settle()
    const ofThisOne = (text: string) =>
      text.split('\n\n').filter(block => block.includes('agent.handoff') && block.includes(visitor.id))
    const read = async (staff: Staff) => {
      const stopped = new AbortController()
      const response = await rig.app.http.fetch(
        new Request('http://localhost/api/v1/desk/events?after=0', {
          headers: { authorization: `Bearer ${staff.accessToken}` },
          signal: stopped.signal,
        }),
      )
      let text = ''
      for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
        text += part
        if (ofThisOne(text).length > 0 && text.endsWith('\n\n')) break
      }
      stopped.abort()
      return ofThisOne(text)
    }
    expect((await read(ada)).join()).toContain('KX-20417')
    const blocks = await read(dispatcher)
    expect(blocks.join()).not.toContain('KX-20417')
  })

  test('holds nothing of an engagement that is over', async () => {
    const visitor = await rig.visitor()
    await askForPerson(visitor, { note: 'Order #1111 is late' })
    await ada.call(`/api/v1/desk/conversations/${visitor.id}`, {
      method: 'PATCH',
      body: { status: 'resolved' },
    })
    await rig.call(`${visitor.path}/messages`, {
      token: visitor.token,
      body: { clientId: 'two', text: 'Can I change the colour of order #2222?' },
    })
    await askForPerson(visitor, {})
    await rig.app.settle()
    expect((await seen(visitor)).at(-1).pack.identifiers).toEqual([{ kind: 'order', value: '#2222' }])
  })
})
