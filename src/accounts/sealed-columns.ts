import type { Place } from '../platform/secrets/index.ts'

/** A column of envelopes: where it is, what tells its rows apart, and which of that the envelope is bound to. */
export interface SealedColumn {
  table: 'accounts' | 'signing_keys' | 'secrets' | 'identity_providers' | 'push_keys' | 'push_subscriptions'
  column: string
  /** The columns of the primary key. */
  key: readonly string[]
  /** The column that names the row in the envelope's place. */
  row: string
  /** Whether the row, and so its place, belongs to a workspace. */
  ofWorkspace: boolean
}

/**
 * Every column that holds envelopes: what a rotation of keys seals anew, and what keeps an old key from being dropped.
 * A test compares the list with the schema, where such columns end in `_sealed`.
 */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'accounts', column: 'totp_sealed', key: ['id'], row: 'id', ofWorkspace: false },
  { table: 'signing_keys', column: 'private_sealed', key: ['kid'], row: 'kid', ofWorkspace: false },
  { table: 'secrets', column: 'value_sealed', key: ['workspace_id', 'name'], row: 'name', ofWorkspace: true },
  { table: 'identity_providers', column: 'secret_sealed', key: ['id'], row: 'id', ofWorkspace: true },
  { table: 'push_keys', column: 'private_sealed', key: ['id'], row: 'id', ofWorkspace: false },
  { table: 'push_subscriptions', column: 'auth_sealed', key: ['id'], row: 'id', ofWorkspace: true },
]

/** Where the envelope of a row is bound to. */
export function placeOfRow(sealed: SealedColumn, row: Record<string, unknown>): Place {
  return {
    workspaceId: sealed.ofWorkspace ? String(row['workspace_id']) : '',
    table: sealed.table,
    row: String(row[sealed.row]),
    column: sealed.column,
  }
}
