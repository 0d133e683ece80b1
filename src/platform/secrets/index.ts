/** Secrets at rest: AES-256-GCM per field, bound to the place where the field is, with keys that can be renewed. */
export { decrypt, encrypt, type Place } from './envelope.ts'
export { createKeyring, type Key, type KeyFile, type Keyring, openKeyFile, readKeys } from './keyring.ts'
