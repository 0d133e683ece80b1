import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabaseProxy, startProxy } from '../support/database-proxy.ts'
import { createArming } from './arming.ts'
import { bundleChild } from './bundle.ts'
import type { Action } from './child-messages.ts'
import { type ModelServer, startModelServer } from './model-server.ts'
import type { Plant } from './plants.ts'
import type { Prepared } from './prepared.ts'
import { pause, type Server, startServer } from './process.ts'

/** Everything that can go wrong at a crash point. */
export type FaultName =
  | Action
  | 'database cut'
  | 'database away'
  | 'model refuses'
  | 'model stalls'
  | 'model cut'
  | 'clock forward'
  | 'clock back'
  | 'disk full'
  | 'bus gone'
  | 'bus twice'
  | 'two take over'
  | 'release'

/** What the process does to itself; all else is done to it from outside while it waits a moment at the point. */
export const childActions: Partial<Record<FaultName, Action>> = {
  ...{ kill: 'kill', stop: 'stop', delay: 'delay', fail: 'fail' },
}

/** How long what is away stays away. */
const AWAY_MS = 1_200
const HOUR_MS = 3_600_000

/** The server under test with all that surrounds it and can fail. */
export interface Rig {
  server: Server
  model: ModelServer
  proxy: DatabaseProxy | undefined
  /** A fault as it looks here: who loses an embedded database has lost the process. */
  onThisDatabase(fault: FaultName): FaultName
  /** Ends the process and puts the disk back to what was flushed; elsewhere only ends the process. */
  cutPower(): void
  /** Resolves when all that was done from outside is over, and undoes what lasts. */
  calm(): Promise<void>
  /** Notes something that lasts for a moment, so that `calm` waits for its end. */
  during(work: Promise<void>): void
  stop(): Promise<void>
}

/** Builds the server, perhaps with a planted bug, and starts one or two processes of it on a copy of `prepared`. */
export async function startRig(
  prepared: Prepared,
  { plant, copies = 1 }: { plant?: Plant; copies?: 1 | 2 } = {},
): Promise<Rig> {
  const bundle = plant ? await bundleChild(plant) : await prepared.bundle()
  const copy = await prepared.copy()
  const model = await startModelServer()
  const proxy = copy.databaseUrl ? await startProxy(copy.databaseUrl) : undefined
  // One count for all, or the fifth occurrence would be a matter of luck: clients meet the copies in turn.
  const arming = createArming()
  const startOne = (dataDir: string) =>
    startServer(
      bundle.entry,
      {
        ...{ dataDir, modelUrl: model.url, sql: plant?.sql ?? [] },
        ...(proxy ? { databaseUrl: proxy.url } : {}),
      },
      { arming, ...(plant ? { patienceMs: 8_000 } : {}) },
    )
  // A second process on the same database shares the admin token, so that either knows the sessions of both.
  const server =
    copies === 2 && proxy ? pairOf(startOne(copy.dataDir), startOne(copy.dataDir)) : startOne(copy.dataDir)
  const journal = join(copy.dataDir, 'journal')
  const segments = proxy ? [] : readdirSync(journal)
  let lasting: Promise<unknown> = Promise.resolve()
  return {
    ...{ server, model, proxy },
    onThisDatabase: fault => (!proxy && fault.startsWith('database') ? 'kill' : fault),
    cutPower() {
      server.kill(async () => {
        // Once the database was flushed and the journal cut, the prepared folder is too old to be what is left.
        if (!proxy && segments.every(name => existsSync(join(journal, name))))
          await prepared.loseUnflushed(copy.dataDir)
      })
    },
    during(work) {
      lasting = Promise.all([lasting, work.catch(() => undefined)])
    },
    async calm() {
      await lasting
      model.set('none')
      proxy?.restore()
      server.send({ type: 'disk', full: false })
      server.send({ type: 'bus', fault: 'none' })
    },
    async stop() {
      await server.stop()
      await model.close()
      await proxy?.close()
      await copy.remove()
      if (plant) await bundle.remove()
    },
  }
}

/** Does from outside what the process cannot do to itself. */
export async function inflict(
  rig: Rig,
  fault: FaultName,
  members: { race(): Promise<void>; release(): Promise<void> },
): Promise<void> {
  const { server, model, proxy } = rig
  const lasting = (begin: () => void, end: () => void) => {
    begin()
    rig.during(pause(AWAY_MS).then(end))
  }
  switch (rig.onThisDatabase(fault)) {
    case 'database cut':
      return proxy?.cut()
    case 'database away':
      return lasting(
        () => proxy?.goAway(),
        () => proxy?.restore(),
      )
    case 'model refuses':
    case 'model stalls':
    case 'model cut':
      return lasting(
        () => model.set(fault === 'model refuses' ? 'refuses' : fault === 'model stalls' ? 'stalls' : 'cut'),
        () => model.set('none'),
      )
    case 'clock forward':
    case 'clock back':
      return server.send({ type: 'clock', offsetMs: fault === 'clock back' ? -HOUR_MS : HOUR_MS })
    case 'disk full':
      return lasting(
        () => server.send({ type: 'disk', full: true }),
        () => server.send({ type: 'disk', full: false }),
      )
    case 'bus gone':
    case 'bus twice':
      return lasting(
        () => server.send({ type: 'bus', fault: fault === 'bus gone' ? 'gone' : 'twice' }),
        () => server.send({ type: 'bus', fault: 'none' }),
      )
    case 'two take over':
      return rig.during(members.race())
    case 'release':
      return rig.during(members.release())
  }
}

/** Two servers that clients meet in turn, as behind a balancer. What is done to the process is done to the first. */
function pairOf(first: Server, second: Server): Server {
  let asked = 0
  return {
    ...first,
    url: () => (asked++ % 2 === 0 ? first : second).url(),
    send(message) {
      first.send(message)
      second.send(message)
    },
    arm(faults, onHit) {
      first.arm(faults, onHit)
      second.arm([])
    },
    disarm() {
      first.disarm()
      second.disarm()
    },
    async stop() {
      await Promise.all([first.stop(), second.stop()])
    },
  }
}
