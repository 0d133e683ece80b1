import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MOST_UPLOAD_BODY } from '../../src/contract/attachments-api.ts'
import { removeUnsent, replayIntake } from '../../src/conversations/index.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'
import { sharedBytes, sharedRows } from './shared-rows.ts'

/** One pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let rig: StaffRig
let visitor: { id: string; path: string; token: string }
beforeAll(async () => {
  rig = await startStaff()
  visitor = await rig.visitor()
  await rig.owner.call(`/api/v1/bots/${rig.app.botId}`, {
    method: 'PATCH',
    body: { attachments: { perMinute: 100 } },
  })
}, 60_000)
afterAll(() => rig?.close())

type Who = { id: string; path: string; token: string }
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64')
const upload = (name: string, content: string, who: Who = visitor) =>
  rig.call(`${who.path}/attachments`, { token: who.token, body: { name, base64: content } })
const fetchFile = (id: string, who: Who = visitor) =>
  rig.call(`${who.path}/attachments/${id}`, { token: who.token })
const say = (text: string, attachments: string[], who: Who = visitor) =>
  rig.call(`${who.path}/messages`, { token: who.token, body: { text, attachments } })

test('a file goes with a message, and both sides see it with the message', async () => {
  const { status, json } = await upload('receipt.png', PIXEL)
  expect([status, json.attachment]).toMatchObject([201, { type: 'image/png', width: 1, height: 1 }])
  const sent = await say('', [json.attachment.id])
  expect(sent.status).toBe(201)
  expect(sent.json.message.content.attachments).toEqual([json.attachment])
  const desk = `/api/v1/desk/conversations/${visitor.id}`
  const { messages } = (await rig.owner.call(desk)).json
  expect(messages[0].content.attachments).toEqual([json.attachment])
  const file = await rig.owner.call(`${desk}/attachments/${json.attachment.id}`)
  expect([file.status, file.type]).toEqual([200, 'image/png'])
  expect((await say('again', [json.attachment.id])).status).toBe(422)
})

test('a message without words and without a file is refused', async () => {
  expect((await say(' ', [])).status).toBe(422)
})

describe('a stranger’s file', () => {
  test('is what its bytes are, and is only ever saved', async () => {
    const html = '<script>alert(1)</script>'
    const { json } = await upload('bill.html', base64(html))
    expect(json.attachment).toMatchObject({ type: 'text/plain', name: 'bill.html.txt' })
    const { headers, text } = await fetchFile(json.attachment.id)
    expect(text).toBe(html)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  test('of a kind that the bot does not take, or too large, is refused', async () => {
    expect((await upload('x.gif', base64('GIF89a\x01\x00\x01\x00'))).status).toBe(422)
    expect((await upload('x.zip', base64(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)))).status).toBe(422)
    expect((await upload('x.txt', base64('a'.repeat(5 * 1024 * 1024 + 1)))).status).toBe(422)
  })

  test('belongs to its conversation alone, and one that a member has not sent is not shown', async () => {
    const { json } = await upload('mine.txt', base64('mine'))
    const other = await rig.visitor()
    expect((await fetchFile(json.attachment.id, other)).status).toBe(404)
    expect((await say('theirs', [json.attachment.id], other)).status).toBe(422)
    const desk = `/api/v1/desk/conversations/${visitor.id}/attachments`
    const draft = await rig.owner.call(desk, { body: { name: 'draft.txt', base64: base64('draft') } })
    expect(draft.status).toBe(201)
    expect((await fetchFile(draft.json.attachment.id)).status).toBe(404)
  })

  const documents = sharedRows<{ id: string; file: string }>('documents_expect.jsonl')
  test.skipIf(documents.length === 0)(
    'breaks nothing, whatever document of the data set it is',
    async () => {
      for (const { id, file } of documents) {
        const bytes = sharedBytes(file)
        if (bytes.length * 1.4 > MOST_UPLOAD_BODY || bytes.length === 0) continue
        const who = await rig.visitor()
        const answer = await upload(file, base64(bytes), who)
        expect([201, 422], id).toContain(answer.status)
        if (answer.status !== 201) continue
        const { headers } = await fetchFile(answer.json.attachment.id, who)
        expect(headers.get('content-type'), id).toMatch(
          /^(application\/pdf|text\/plain; charset=utf-8|image\/png)$/,
        )
      }
    },
    120_000,
  )

  const names = [
    ...sharedRows<{ b64: string }>('naughty_strings.jsonl').map(({ b64 }) =>
      Buffer.from(b64, 'base64').toString('utf8'),
    ),
    ...sharedRows<{ input: string }>('xss_html.jsonl').map(({ input }) => input),
  ]
  test.skipIf(names.length === 0)(
    'has a name of one line without a path, whatever it was called',
    async () => {
      let who = await rig.visitor()
      for (const [number, name] of names.entries()) {
        if (number % 15 === 14) who = await rig.visitor()
        const { status, json } = await upload(name.slice(0, 500), base64('text'), who)
        if (status === 422) continue
        expect(json.attachment.name, name).toMatch(/^[^/\\<>"\p{Cc}\p{Cf}]+\.(txt|log|csv|md)$/u)
        const { headers } = await fetchFile(json.attachment.id, who)
        expect(headers.get('content-disposition'), name).toMatch(
          /^attachment; filename="[\w .-]+"; filename\*=UTF-8''[\w.%~!-]+$/,
        )
      }
    },
    120_000,
  )
})

test('more than the bot lets a visitor send in a minute is refused', async () => {
  const limit = (perMinute: number) =>
    rig.owner.call(`/api/v1/bots/${rig.app.botId}`, { method: 'PATCH', body: { attachments: { perMinute } } })
  await limit(10)
  const who = await rig.visitor()
  const sent = []
  for (let i = 0; i < 11; i++) sent.push((await upload(`${i}.txt`, base64('text'), who)).status)
  expect(sent).toEqual([...Array(10).fill(201), 429])
  await limit(100)
})

test('a member answers with a file', async () => {
  const who = await rig.visitor()
  await say('Where is the manual?', [], who)
  const member: Staff = await rig.member('operator')
  const desk = `/api/v1/desk/conversations/${who.id}`
  const taken = await member.call(`${desk}/takeover`, { body: { epoch: 0 } })
  const { json } = await member.call(`${desk}/attachments`, {
    body: { name: 'manual.pdf', base64: base64('%PDF-1.4\n%%EOF') },
  })
  const { epoch } = taken.json.conversation
  const body = { clientId: 'reply-1', text: 'Here it is', epoch, attachments: [json.attachment.id] }
  expect((await member.call(`${desk}/messages`, { body })).status).toBe(201)
  expect((await fetchFile(json.attachment.id, who)).text).toContain('%PDF')
})

test('what was never sent is gone after a day, and a deleted contact’s files with the contact', async () => {
  const { database, clock } = rig.app.accounts
  const who = await rig.visitor()
  const [sent, unsent] = [await upload('a.txt', base64('a'), who), await upload('b.txt', base64('b'), who)]
  await say('here', [sent.json.attachment.id], who)
  await removeUnsent({ database }, new Date(clock.now().getTime() + 25 * 60 * 60_000))
  expect((await fetchFile(unsent.json.attachment.id, who)).status).toBe(404)
  expect((await fetchFile(sent.json.attachment.id, who)).text).toBe('a')
  await database.sql.deleteFrom('messages').where('conversation_id', '=', who.id).execute()
  const left = database.sql.selectFrom('attachment_files').select('attachment_id')
  expect(await left.where('attachment_id', '=', sent.json.attachment.id).execute()).toEqual([])
})

test('a file and its message come back out of the journal', async () => {
  const { database } = rig.app.accounts
  const kept: Record<string, unknown>[] = []
  const journal = rig.app.conversations.journal!
  const { append } = journal
  journal.append = async record => {
    kept.push({ ...record })
    await append.call(journal, record)
  }
  const who = await rig.visitor()
  const { json } = await upload('kept.txt', base64('kept'), who)
  await say('with a file', [json.attachment.id], who)
  journal.append = append
  await rig.app.settle()
  await database.sql.deleteFrom('messages').where('conversation_id', '=', who.id).execute()
  await database.sql.deleteFrom('turns').where('conversation_id', '=', who.id).execute()
  await database.sql.deleteFrom('conversations').where('id', '=', who.id).execute()
  expect((await fetchFile(json.attachment.id, who)).status).toBe(401)
  await replayIntake({ database }, kept)
  expect((await fetchFile(json.attachment.id, who)).text).toBe('kept')
  const { messages } = (await rig.call(`${who.path}/messages`, { token: who.token })).json
  expect(messages[0].content.attachments).toEqual([json.attachment])
})
