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
  | 'database silent'
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
  | 'client gone'

/** What the process does to itself; all else is done to it from outside while it waits a moment at the point. */
export const childActions: Partial<Record<FaultName, Action>> = {
  ...{ kill: 'kill', stop: 'stop', delay: 'delay', fail: 'fail' },
}

const AWAY_MS = 1_200
/** How long a fault lasts that has no time of its own, in ms. */
export const usualMs: Partial<Record<FaultName, number>> = {
  ...{ stop: 2_500, delay: 500, 'database away': AWAY_MS, 'database silent': AWAY_MS },
  ...{ 'model refuses': AWAY_MS, 'model stalls': AWAY_MS, 'model cut': AWAY_MS },
  ...{ 'disk full': AWAY_MS, 'bus gone': AWAY_MS, 'bus twice': AWAY_MS },
}
const HOUR_MS = 3_600_000

/** The server under test with all that surrounds it and can fail. */
export interface Rig {
  server: Server
  model: ModelServer
  proxy: DatabaseProxy | undefined
  /** Ends the process and puts the disk back to what was flushed. */
  cutPower(): void
  /** How often the disk was really put back: a power cut that is not counted here was only a kill. */
  powerCuts(): number
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
      // What a bug leaves open never ends; one that is planted alone leaves nothing open.
      { arming, ...(plant && !plant.alone ? { patienceMs: 8_000 } : {}) },
    )
  // A second process on the same database shares the admin token, so that either knows the sessions of both.
  const server =
    copies === 2 && proxy ? pairOf(startOne(copy.dataDir), startOne(copy.dataDir)) : startOne(copy.dataDir)
  const journal = join(copy.dataDir, 'journal')
  // The mark of an orderly end goes with the next start; it is no segment.
  const segments = proxy ? [] : readdirSync(journal).filter(name => name.endsWith('.journal'))
  let lasting: Promise<unknown> = Promise.resolve()
  let powerCuts = 0
  return {
    ...{ server, model, proxy },
    cutPower() {
      server.kill(async () => {
        // Once the database was flushed and the journal cut, the prepared folder is too old to be what is left.
        if (proxy || !segments.every(name => existsSync(join(journal, name)))) return
        await prepared.loseUnflushed(copy.dataDir)
        powerCuts++
      })
    },
    powerCuts: () => powerCuts,
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

/** What the people of a run do when they are told to. */
interface People {
  race(): Promise<void>
  release(): Promise<void>
  /** Every client loses its connections. */
  leave(): void
}

/** Does from outside what the process cannot do to itself. @returns whether it can be done here. */
export function inflict(rig: Rig, fault: FaultName, ms: number, people: People): boolean {
  const { server, model, proxy } = rig
  const lasting = (begin: () => void, end: () => void) => {
    begin()
    rig.during(pause(ms).then(end))
  }
  switch (fault) {
    case 'kill':
    case 'stop':
    case 'delay':
    case 'fail':
      return true
    case 'database cut':
    case 'database away':
    case 'database silent':
      return loseDatabase(rig, fault, lasting)
    case 'model refuses':
    case 'model stalls':
    case 'model cut':
      lasting(
        () => model.set(fault === 'model refuses' ? 'refuses' : fault === 'model stalls' ? 'stalls' : 'cut'),
        () => model.set('none'),
      )
      return true
    case 'clock forward':
    case 'clock back':
      server.send({ type: 'clock', offsetMs: fault === 'clock back' ? -HOUR_MS : HOUR_MS })
      return true
    case 'disk full':
      // The disk of the journal, which only stands beside an embedded database.
      if (proxy) return false
      lasting(
        () => server.send({ type: 'disk', full: true }),
        () => server.send({ type: 'disk', full: false }),
      )
      return true
    case 'bus gone':
    case 'bus twice':
      lasting(
        () => server.send({ type: 'bus', fault: fault === 'bus gone' ? 'gone' : 'twice' }),
        () => server.send({ type: 'bus', fault: 'none' }),
      )
      return true
    case 'two take over':
      rig.during(people.race())
      return true
    case 'release':
      rig.during(people.release())
      return true
    case 'client gone':
      people.leave()
      return true
  }
}

type Lasting = (begin: () => void, end: () => void) => void

/** A server's connections end or fall silent; an embedded database dies in the process that goes on. */
function loseDatabase(
  { server, proxy }: Rig,
  fault: 'database cut' | 'database away' | 'database silent',
  lasting: Lasting,
): boolean {
  const back = () => server.send({ type: 'database', dead: false })
  if (!proxy && fault === 'database silent') return false
  if (fault === 'database cut') {
    if (proxy) proxy.cut()
    else {
      server.send({ type: 'database', dead: true })
      back()
    }
  } else if (!proxy) lasting(() => server.send({ type: 'database', dead: true }), back)
  else
    lasting(
      () => (fault === 'database away' ? proxy.goAway() : proxy.goSilent()),
      () => proxy.restore(),
    )
  return true
}

/** Two servers that clients meet in turn, as behind a balancer. What is done to the process is done to the first. */
function pairOf(first: Server, second: Server): Server {
  let asked = 0
  return {
    ...first,
    get patienceMs() {
      return Math.max(first.patienceMs, second.patienceMs)
    },
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
