// `npm run image:exercise`: does what `docker compose up --build` would do, where there is no container engine.
import { register } from 'tsx/esm/api'
import { setupPostgres } from './setup-postgres.mjs'

register()
const { exerciseImage } = await import('./image/exercise.ts')
await exerciseImage(new URL('..', import.meta.url).pathname.replace(/\/$/, ''), setupPostgres)
// The throw-away server's own timers must not keep a finished exercise alive.
process.exit(0)
