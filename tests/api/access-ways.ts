import { insertDraft } from '../../src/conversations/drafts/store.ts'
import { lockConversation } from '../../src/conversations/store.ts'
import type { StaffRig } from '../accounts/staff-rig.ts'
import type { Call } from '../security/api-rig.ts'
import { ATTACHED, type Cast, DRAFTED, memberIdOf, NOTED, SAID } from './access-cast.ts'

export type Request = [path: string, call?: Call]

/** How a visitor does it, and how staff do: two routes, either or both. */
export interface Ways {
  visitor?: Request
  staff?: Request
}

/** Things of workspace A that a row may change or delete, made anew for each role. */
export interface Place {
  source: string
  member: string
  session: string
  draft: string
}

type Objects = Record<string, Record<string, Ways>>

let places = 0

export async function placeIn({ rig, owner, A1 }: Cast): Promise<Place> {
  const text = {
    kind: 'text',
    location: `Opening hours of A, ${++places}`,
    text: 'We are open from 9 to 17.',
  }
  const { json } = await owner.call('/api/v1/sources', { body: text })
  await rig.app.settle()
  for (const name of ['openai-api-key', 'webhook-secret'])
    await owner.call(`/api/v1/secrets/${name}`, { method: 'PUT', body: { value: `secret of ${name}` } })
  const { email } = await rig.member('viewer')
  await rig.signIn(owner.email)
  const { sessions } = (await owner.call('/api/v1/account/sessions')).json
  const other = sessions.find((session: { current: boolean }) => !session.current)
  const draft = await draftIn(rig, A1.id)
  return { source: json.source.id, member: await memberIdOf(owner, email), session: other.id, draft }
}

/** A draft of the bot, in the place of the one before. */
export const draftIn = (rig: StaffRig, conversationId: string): Promise<string> =>
  rig.app.storage.database.transaction(async tx => {
    const conversation = await lockConversation(tx, conversationId)
    const draft = { text: DRAFTED, content: {}, uptoSeq: conversation.last_seq, traceId: 'trc_none' }
    const { row } = await insertDraft(tx, conversation, draft, new Date())
    return row.id
  })

/**
 * What a verb on an object of the matrix is by now. What is not here has no route: nobody can do it, so a row that
 * denies it holds and one that allows it waits, by name in the test. Starting a conversation is not here, since that is
 * how nobody becomes a visitor, nor is `/metrics`, which is open and for the network to close.
 */
export function waysTo(cast: Cast, place: Place): Objects {
  const inbox: Request = ['/api/v1/desk/conversations']
  const search: Request = [`/api/v1/desk/search?q=${encodeURIComponent(SAID)}`]
  const live: Request = ['/api/v1/desk/events?after=0', { method: 'HEAD' }]
  const conversation = ({ id, path }: Cast['A1']): Objects[string] => ({
    read: { visitor: [path], staff: [`${inbox[0]}/${id}`] },
    list: { staff: inbox },
    search: { staff: search },
    update: { staff: [`${inbox[0]}/${id}`, { method: 'PATCH', body: { priority: 'high' } }] },
    subscribe: { visitor: [`${path}/events?after=0`, { method: 'HEAD' }], staff: live },
  })
  const secret = (name: string): Objects[string] => {
    const set: Request = [`/api/v1/secrets/${name}`, { method: 'PUT', body: { value: 'another' } }]
    return {
      ...{ read: { staff: ['/api/v1/secrets'] }, list: { staff: ['/api/v1/secrets'] } },
      ...{ create: { staff: set }, update: { staff: set } },
      delete: { staff: [`/api/v1/secrets/${name}`, { method: 'DELETE' }] },
    }
  }
  return {
    'conversation-A1': conversation(cast.A1),
    'conversation-A2': conversation(cast.A2),
    ...saidIn(cast.A1, { search, live }),
    'operator-draft-A1': draftOf(cast.A1, place.draft),
    'attachment-A1': filesOf(cast.A1, cast.attachment, live),
    ...knowledgeOf(place.source),
    ...{ 'provider-key-A': secret('openai-api-key'), 'webhook-secret-A': secret('webhook-secret') },
    'handoff-queue-A': {
      read: { staff: ['/api/v1/desk/counts'] },
      list: { staff: [`${inbox[0]}?view=unassigned`] },
      subscribe: { staff: live },
    },
    ...runBy(cast, place),
  }
}

function saidIn({ id, path }: Cast['A1'], { search, live }: { search: Request; live: Request }): Objects {
  const desk = `/api/v1/desk/conversations/${id}`
  const reply = { clientId: 'reply', text: 'Hello', epoch: 0 }
  return {
    'message-A1': {
      read: { visitor: [`${path}/messages?after=0&limit=1`], staff: [desk] },
      list: { visitor: [`${path}/messages`], staff: [desk] },
      search: { staff: search },
      create: {
        visitor: [`${path}/messages`, { body: { text: 'Hello' } }],
        staff: [`${desk}/messages`, { body: reply }],
      },
      subscribe: { visitor: [`${path}/events?after=0`, { method: 'HEAD' }], staff: live },
    },
    'internal-note-A1': {
      ...{ read: { staff: [desk] }, list: { staff: [desk] } },
      create: { staff: [`${desk}/notes`, { body: { text: NOTED } }] },
    },
  }
}

function filesOf({ id, path }: Cast['A1'], attachment: string, live: Request): Objects[string] {
  const desk = `/api/v1/desk/conversations/${id}`
  const file = { name: 'note.txt', base64: Buffer.from('A note').toString('base64') }
  return {
    read: {
      visitor: [`${path}/attachments/${attachment}`],
      staff: [`${desk}/attachments/${attachment}`],
    },
    list: { staff: [desk] },
    create: {
      visitor: [`${path}/attachments`, { body: file }],
      staff: [`${desk}/attachments`, { body: file }],
    },
    subscribe: { staff: live },
  }
}

function draftOf({ id }: Cast['A1'], draft: string): Objects[string] {
  const drafts: Request = [`/api/v1/desk/drafts?conversationId=${id}`]
  const drop: Request = [`/api/v1/desk/drafts/${draft}`, { method: 'DELETE' }]
  return {
    ...{ read: { staff: drafts }, list: { staff: drafts } },
    create: { staff: [`/api/v1/desk/conversations/${id}/drafts`, { method: 'POST' }] },
    // A draft is changed in the composer of whoever takes it up; what the server holds is dropped or sent.
    ...{ update: { staff: drop }, delete: { staff: drop } },
  }
}

function knowledgeOf(id: string): Objects {
  const source = `/api/v1/sources/${id}`
  const text = { kind: 'text', location: `Prices, ${id}`, text: 'Delivery costs 5 euros.' }
  return {
    'kb-source-A': {
      list: { staff: ['/api/v1/sources'] },
      read: { staff: [source] },
      create: { staff: ['/api/v1/sources', { body: text }] },
      update: { staff: [source, { method: 'PATCH', body: { language: 'en' } }] },
      delete: { staff: [source, { method: 'DELETE' }] },
    },
    'kb-chunk-A': {
      ...{ read: { staff: [`${source}/pages`] }, list: { staff: [`${source}/pages`] } },
      search: { staff: ['/api/v1/ask', { body: { question: 'When are you open?' } }] },
    },
  }
}

function runBy({ rig, botOfA }: Cast, { member, session }: Place): Objects {
  const bots: Request = ['/api/v1/bots']
  const [members, sessions, audit] = ['/api/v1/members', '/api/v1/account/sessions', '/api/v1/audit']
  return {
    'settings-A': {
      ...{ read: { staff: bots }, list: { staff: bots } },
      update: { staff: [`/api/v1/bots/${botOfA}`, { method: 'PATCH', body: { greeting: 'Hello' } }] },
    },
    'operators-A': {
      ...{ read: { staff: [members] }, list: { staff: [members] } },
      update: { staff: [`${members}/${member}`, { method: 'PATCH', body: { capacity: 3 } }] },
      delete: { staff: [`${members}/${member}`, { method: 'DELETE' }] },
    },
    'refresh-tokens-A': {
      ...{ read: { staff: [sessions] }, list: { staff: [sessions] } },
      delete: { staff: [`${sessions}/${session}`, { method: 'DELETE' }] },
    },
    'audit-log-A': {
      ...{ read: { staff: [audit] }, list: { staff: [`${audit}?limit=500`] } },
      export: { staff: ['/api/v1/audit.csv'] },
    },
    'backup-A': {
      create: { staff: ['/api/v1/backups', { body: { folder: `${rig.folder}/${crypto.randomUUID()}` } }] },
    },
  }
}

/** What an answer must not hold that is for somebody who may not see the object. */
export function marksOf(cast: Cast, place: Place): Record<string, string[]> {
  return {
    'conversation-A1': [cast.A1.id],
    'conversation-A2': [cast.A2.id],
    'message-A1': [SAID],
    'internal-note-A1': [NOTED],
    'attachment-A1': [ATTACHED],
    'operator-draft-A1': [DRAFTED],
    'kb-source-A': [place.source, 'Opening hours of A'],
    'kb-chunk-A': ['Opening hours of A'],
    'provider-key-A': ['openai-api-key'],
    'webhook-secret-A': ['webhook-secret'],
    'handoff-queue-A': [cast.A2.id, '"unassigned":1'],
    'settings-A': [cast.botOfA],
    'operators-A': [cast.owner.email, place.member],
    'refresh-tokens-A': [place.session],
    'audit-log-A': ['api-key.created'],
    'backup-A': [],
  }
}
