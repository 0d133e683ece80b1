/**
 * The log of everything that happened: names in the contract's catalogue, numbers without gaps, appended only in the
 * transaction that changes the state. Live streams, webhooks, automations and analytics all read it. Never changed.
 */
export { hearActivity, type ToldActivity, tellActivity } from './activity.ts'
export { appendEvents, type LoggedEvent, type NewEvent } from './append.ts'
export { relayOutbox, startOutboxRelay } from './outbox.ts'
export { type EventFilter, lastEventNumber, readEvents } from './read.ts'
export { subscribe } from './subscribe.ts'
