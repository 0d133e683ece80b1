import { problems } from '../contract/describe.ts'

/** Nothing to say but that it is done. */
export const done = { 204: { description: 'Done' }, ...problems }

/** For routes of staff. */
export const staff = { security: [{ member: [] }, { apiKey: [] }, { admin: [] }] }
