import type { ColumnType, Generated } from 'kysely'

/** Row types of every table, as in migrations/. Timestamps are `Date`; bigint is `number` on both drivers. */
type Json<T> = ColumnType<T, string, string>
/** A column whose default the database fills in. */
type Defaulted<T> = ColumnType<T, string | undefined, string>
type At = ColumnType<Date, Date | string, Date | string>

export interface Tables {
  workspaces: {
    id: string
    name: string
    created_at: Generated<Date>
  }
  bots: {
    id: string
    workspace_id: string
    name: string
    settings: Json<Record<string, unknown>>
    created_at: Generated<Date>
  }
  event_counter: { one: boolean; last: number }
  events: {
    number: number
    workspace_id: string
    bot_id: string | null
    conversation_id: string | null
    name: string
    data: Json<unknown>
    at: At
  }
  outbox: { event_number: number; created_at: Generated<Date> }
  jobs: {
    id: string
    workspace_id: string
    kind: string
    payload: Json<unknown>
    unique_key: string | null
    state: Generated<'queued' | 'running' | 'done' | 'dead'>
    attempts: Generated<number>
    max_attempts: Generated<number>
    run_at: At
    lease_until: At | null
    lease_token: string | null
    last_error: string | null
    progress: Json<unknown> | null
    created_at: Generated<Date>
    finished_at: At | null
  }
  contacts: {
    id: string
    workspace_id: string
    email: string | null
    name: string | null
    phone: string | null
    external_id: string | null
    verified: Generated<boolean>
    attributes: Defaulted<Record<string, unknown>>
    blocked: Generated<boolean>
    updated_at: At | null
    created_at: Generated<Date>
  }
  conversations: {
    id: string
    workspace_id: string
    bot_id: string
    contact_id: string | null
    identified_until: At | null
    session_hash: string
    holder: Generated<string>
    epoch: Generated<number>
    bot_paused_until: At | null
    last_seq: Generated<number>
    language: string | null
    page: Json<Record<string, unknown>>
    state: Generated<'open' | 'closed'>
    status: Generated<'open' | 'snoozed' | 'resolved'>
    channel: Generated<'widget'>
    subject: string | null
    team_id: string | null
    assignee_id: string | null
    priority: Generated<'low' | 'normal' | 'high' | 'urgent'>
    snoozed_until: At | null
    waiting_since: At | null
    visitor_at: At | null
    member_at: At | null
    routed_at: At | null
    engagement: Generated<number>
    merged_into: string | null
    blocked: Generated<boolean>
    device: Defaulted<Record<string, unknown>>
    created_at: At
    updated_at: At
  }
  turns: {
    id: string
    workspace_id: string
    bot_id: string
    conversation_id: string
    upto_seq: number
    epoch: number
    attempt: Generated<number>
    state: Generated<'running' | 'ended'>
    outcome: string | null
    /** It writes a draft and says nothing to the visitor. */
    drafts: Generated<boolean>
    started_at: At
    ended_at: At | null
  }
  messages: {
    id: string
    workspace_id: string
    bot_id: string
    conversation_id: string
    seq: number
    author: 'visitor' | 'bot' | 'member' | 'system'
    author_id: string | null
    client_id: string | null
    text: string
    content: Json<unknown>
    epoch: number
    turn_id: string | null
    trace_id: string | null
    /** Filled by a trigger. */
    search: Generated<string | null>
    created_at: At
  }
  ratings: { message_id: string; workspace_id: string; rating: 'up' | 'down'; comment: string | null; at: At }
  handoffs: {
    id: string
    workspace_id: string
    conversation_id: string
    reason: string
    email: string | null
    note: string | null
    engagement: Generated<number>
    state: Generated<'waiting' | 'picked-up' | 'withdrawn'>
    team_id: string | null
    picked_up_by: string | null
    picked_up_at: At | null
    pack: Defaulted<Record<string, unknown>>
    had_to_repeat: number | null
    packed_at: At | null
    requested_at: At
  }
  sources: {
    id: string
    workspace_id: string
    kind: 'folder' | 'file' | 'url' | 'text' | 'upload'
    location: string
    settings: Json<Record<string, unknown>>
    state: Generated<'new' | 'syncing' | 'ready' | 'failed'>
    last_error: string | null
    synced_at: At | null
    created_at: At
    attempted_at: At | null
  }
  source_files: { source_id: string; workspace_id: string; bytes: Uint8Array }
  pages: {
    id: string
    workspace_id: string
    source_id: string
    path: string
    url: string | null
    title: string
    language: string
    content_hash: string
    blocks: Json<unknown>
    /** Calendar dates as `YYYY-MM-DD` strings on both drivers. */
    effective_on: string | null
    expires_on: string | null
    etag: string | null
    last_modified: string | null
    indexed_at: At
  }
  page_failures: { source_id: string; path: string; reason: string; at: At }
  passages: {
    id: string
    workspace_id: string
    source_id: string
    page_id: string
    ordinal: number
    kind: string
    heading_path: string[]
    anchor: string
    start_offset: number
    end_offset: number
    start_line: number
    end_line: number
    text: string
    language: string
    content_hash: string
    /** pgvector's text form, `[0.1,-0.2,...]`. */
    embedding: string | null
    embedding_model: string | null
  }
  sentences: {
    passage_id: string
    ordinal: number
    workspace_id: string
    kind: string
    start_offset: number
    end_offset: number
    text: string
    embedding: Uint8Array | null
    embedding_model: string | null
  }
  next_vectors: {
    passage_id: string
    workspace_id: string
    model: string
    embedding: string
    sentences: Uint8Array
  }
  /** `day` as `YYYY-MM-DD`, in UTC. */
  model_use: { bot_id: string; day: string; tokens: number; cost: number }
  traces: {
    id: string
    workspace_id: string
    bot_id: string | null
    conversation_id: string | null
    turn_id: string | null
    data: Json<unknown>
    created_at: At
  }
  accounts: {
    id: string
    email: string
    name: string
    password_hash: string | null
    totp_sealed: string | null
    totp_step: number | null
    recovery_hashes: Generated<string[]>
    locale: Generated<string>
    created_at: At
  }
  roles: { id: string; workspace_id: string; name: string; rights: string[]; created_at: At }
  members: {
    id: string
    workspace_id: string
    account_id: string
    role: string
    display_name: string | null
    languages: Generated<string[]>
    skills: Generated<string[]>
    capacity: Generated<number>
    presence: Generated<'online' | 'away' | 'offline'>
    presence_shown: Generated<'online' | 'away' | 'offline'>
    seen_at: At | null
    last_assigned_at: At | null
    preferences: Defaulted<Record<string, unknown>>
    created_at: At
    removed_at: At | null
  }
  teams: {
    id: string
    workspace_id: string
    name: string
    routing: Generated<'round-robin' | 'fewest-open' | 'manual'>
    reassign_when_away: Generated<boolean>
    hours: Json<Record<string, unknown>> | null
    created_at: At
  }
  team_members: { team_id: string; member_id: string; workspace_id: string }
  sessions: {
    id: string
    account_id: string
    workspace_id: string
    refresh_hash: string
    address: string
    device: string
    confined: Generated<boolean>
    created_at: At
    used_at: At
    expires_at: At
    revoked_at: At | null
    revoked_because: string | null
  }
  spent_refresh_tokens: { hash: string; session_id: string; spent_at: At }
  sign_in_failures: { key: string; failures: number; first_at: At }
  one_time_tokens: {
    hash: string
    purpose: 'setup' | 'invite' | 'reset' | 'magic' | 'oidc'
    workspace_id: string | null
    account_id: string | null
    data: Json<Record<string, unknown>>
    created_at: At
    expires_at: At
    used_at: At | null
  }
  signing_keys: {
    kid: string
    public_jwk: Json<Record<string, unknown>>
    private_sealed: string
    created_at: At
    retires_at: At | null
  }
  api_keys: {
    id: string
    workspace_id: string
    name: string
    hash: string
    hint: string
    rights: string[]
    created_by: string | null
    created_at: At
    used_at: At | null
    expires_at: At | null
    revoked_at: At | null
  }
  secrets: { workspace_id: string; name: string; value_sealed: string; updated_at: At }
  identity_providers: {
    id: string
    workspace_id: string
    name: string
    issuer: string
    client_id: string
    secret_sealed: string | null
    domains: Generated<string[]>
    role: string | null
    created_at: At
  }
  identities: { provider_id: string; subject: string; account_id: string; created_at: At }
  invites: {
    id: string
    workspace_id: string
    email: string
    role: string
    team_ids: Generated<string[]>
    language: string
    invited_by: string | null
    created_at: At
    expires_at: At
    accepted_at: At | null
    withdrawn_at: At | null
  }
  audit_log: {
    id: string
    workspace_id: string
    actor: string
    action: string
    object: string
    object_id: string | null
    details: Json<Record<string, unknown>>
    address: string | null
    once: string | null
    at: At
  }
  notes: {
    id: string
    workspace_id: string
    conversation_id: string
    member_id: string | null
    after_seq: number
    text: string
    mentions: Generated<string[]>
    created_at: At
  }
  mentions: {
    note_id: string
    member_id: string
    workspace_id: string
    conversation_id: string
    read_at: At | null
  }
  merges: {
    conversation_id: string
    into_id: string
    workspace_id: string
    member_id: string | null
    holder: string
    waiting_since: At | null
    merged_at: At
  }
  drafts: {
    id: string
    workspace_id: string
    conversation_id: string
    turn_id: string | null
    text: string
    content: Defaulted<unknown>
    trace_id: string | null
    state: Generated<'open' | 'sent' | 'dropped' | 'replaced'>
    /** The number of the last message it answers. */
    upto_seq: Generated<number>
    /** The member who asked for it; null: the bot's mode. */
    asked_by: string | null
    closed_by: string | null
    closed_at: At | null
    created_at: At
  }
  labels: { id: string; workspace_id: string; name: string; colour: Generated<string> }
  conversation_labels: { conversation_id: string; label_id: string; workspace_id: string }
  macros: {
    id: string
    workspace_id: string
    name: string
    text: string
    actions: Defaulted<Record<string, unknown>>
    created_at: At
  }
  saved_views: {
    id: string
    workspace_id: string
    member_id: string | null
    name: string
    filters: Json<Record<string, unknown>>
    created_at: At
  }
  conversation_reads: { conversation_id: string; member_id: string; workspace_id: string; seq: number }
  resolutions: {
    conversation_id: string
    engagement: number
    workspace_id: string
    upto_seq: number
    resolved_by: string
    resolved_at: At
    score: number | null
    comment: string | null
    scored_at: At | null
  }
  attachments: {
    id: string
    workspace_id: string
    conversation_id: string
    message_id: string | null
    author: 'visitor' | 'member'
    name: string
    media_type: string
    bytes: number
    width: number | null
    height: number | null
    sha256: string
    created_at: At
  }
  attachment_files: { attachment_id: string; workspace_id: string; bytes: Uint8Array }
  push_subscriptions: {
    id: string
    workspace_id: string
    member_id: string
    session_id: string
    endpoint: string
    public_key: string
    auth_sealed: string
    created_at: At
  }
  push_keys: { id: string; public_key: string; private_sealed: string; created_at: At }
  notifications: {
    handoff_id: string
    member_id: string
    way: 'mail' | 'push'
    workspace_id: string
    at: At
  }
  pinned_answers: {
    id: string
    workspace_id: string
    questions: Generated<string[]>
    text: string
    page_id: string | null
    created_at: At
    updated_at: At | null
  }
  calibrations: {
    bot_id: string
    workspace_id: string
    asked: 'golden-questions' | 'folder'
    questions: number
    answerable: number
    points: Json<unknown[]>
    at: At
  }
  golden_questions: {
    id: string
    workspace_id: string
    question: string
    answerable: boolean
    gold_paths: Generated<string[]>
    created_at: At
  }
}
