/**
 * The people who write to us. Holds what they gave us for a purpose they know of, and must never guess who
 * somebody is from anything else.
 */
export { type Contact, deleteContact, findOrCreateContact } from './contacts.ts'
export { type Claims, claimContact, isVerified, keepVerifiedContact, type Proved } from './identity.ts'
export { changeContact, listContacts, readContact } from './read-contacts.ts'
