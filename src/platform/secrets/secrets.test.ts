import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sharedRows } from '../../../tests/security/shared-rows.ts'
import { createKeyring, decrypt, encrypt, openKeyFile, readKeys } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const one = readKeys(`k1:${Buffer.alloc(32, 1).toString('base64')}`)
const two = readKeys(`k2:${Buffer.alloc(32, 2).toString('base64')}`)
const place = { workspaceId: 'ws_a', table: 'secrets', row: 'smtp', column: 'value_sealed' }

test('a secret opens where it was sealed, and never reads the same twice', () => {
  const keyring = createKeyring(() => one)
  const sealed = keyring.seal(place, 'pässword')
  expect(keyring.open(place, sealed)).toBe('pässword')
  expect(sealed).not.toContain('pässword')
  expect(keyring.seal(place, 'pässword')).not.toBe(sealed)
})

test.each(Object.keys(place))('a secret moved to another %s does not open', part => {
  const keyring = createKeyring(() => one)
  const sealed = keyring.seal(place, 'password')
  expect(() => keyring.open({ ...place, [part]: 'other' }, sealed)).toThrow('cannot be opened')
})

test('a changed character anywhere keeps a secret closed', () => {
  const keyring = createKeyring(() => one)
  const sealed = keyring.seal(place, 'password')
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    // The last character of base64 has bits that say nothing.
    if (Buffer.from(changed, 'base64url').equals(Buffer.from(sealed, 'base64url'))) continue
    if (at === sealed.length - 1) continue
    expect(() => keyring.open(place, changed), `character ${at}`).toThrow()
  }
})

test('after a rotation old secrets open, new ones use the new key, and a lost key is named', () => {
  const old = createKeyring(() => one).seal(place, 'password')
  const rotated = createKeyring(() => [...two, ...one])
  expect(rotated.open(place, old)).toBe('password')
  expect(rotated.seal(place, 'x')).toMatch(/^v1\.k2\./)
  expect(() => createKeyring(() => two).open(place, old)).toThrow('the key k1')
})

test('the data folder gets a key for its owner alone; a new one is used at once, in every process', async () => {
  const file = await openKeyFile(folder)
  const other = createKeyring((await openKeyFile(folder)).keys)
  expect(statSync(join(folder, 'secret-keys')).mode & 0o777).toBe(0o600)
  const [first] = file.keys()
  const old = other.seal(place, 'password')
  await file.add(new Date())
  expect(file.keys()).toHaveLength(2)
  expect(file.keys()[1]).toEqual(first)
  expect(other.current).not.toBe(first!.id)
  expect(other.open(place, old)).toBe('password')
  await file.keepOnly(() => false)
  expect(file.keys().map(({ id }) => id)).toEqual([other.current])
})

test('keys that are none are refused with what to write', () => {
  for (const text of ['k1:short', 'nokey', 'k1:'])
    expect(() => readKeys(text), text).toThrow('id:base64 of 32 bytes')
})

interface Vector {
  id: string
  key: string
  iv: string
  aad: string
  pt: string
  ct: string
  tag: string
  expect: string
}

test.each(sharedRows<Vector>('aes_gcm_vectors.jsonl'))('$id is as expected: $expect', row => {
  const [key, nonce, data, text, ct, tag] = [row.key, row.iv, row.aad, row.pt, row.ct, row.tag].map(hex =>
    Buffer.from(hex, 'hex'),
  ) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer]
  const sealed = Buffer.concat([ct, tag])
  if (row.expect !== 'decrypts') {
    expect(() => decrypt(key, nonce, data, sealed)).toThrow()
    return
  }
  expect(decrypt(key, nonce, data, sealed)).toEqual(text)
  expect(encrypt(key, nonce, data, text)).toEqual(sealed)
})
