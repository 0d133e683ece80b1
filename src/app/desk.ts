import { createReword, createSummarise, type Responder } from '../bot/index.ts'
import { HANDOFF_JOB, REPEAT_JOB, ROUTING_JOB } from '../conversations/index.ts'
import {
  type CopilotDeps,
  type DeskDeps,
  type HandoffMailDeps,
  type HandoffPushDeps,
  mailHandoff,
  measureRepeat,
  NOTIFICATION_JOB,
  NOTIFICATION_MAIL_JOB,
  NOTIFICATION_PUSH_JOB,
  notifyAway,
  type PackDeps,
  packHandoff,
  pushHandoff,
  routeWaiting,
} from '../desk/index.ts'
import type { Clock } from '../kit/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { JobHandler } from '../platform/jobs/index.ts'
import type { ChatOf } from './bot-models.ts'

/** Builds the desk, with a language model for the summaries of bots that have one. */
export function buildDesk(
  database: Database,
  chatOf: ChatOf,
  options: { clock: Clock; ring: () => void },
): PackDeps {
  const summariserOf: PackDeps['summariserOf'] = async botId =>
    createSummarise({ models: await chatOf(botId) })
  return { database, ...options, summariserOf }
}

/** Builds what helps members write, with a language model for their own words where their bot has one. */
export function buildCopilot(
  database: Database,
  responder: Responder,
  chatOf: ChatOf,
  options: { clock: Clock; ring: () => void },
): CopilotDeps {
  const rewordOf: CopilotDeps['rewordOf'] = async botId => createReword({ models: await chatOf(botId) })
  return { database, ...options, respond: responder.respond, rewordOf }
}

/** What follows a handoff: somebody gets it, and its pack is made. A model that is slow keeps nobody from getting it. */
export function deskHandlers(
  desk: PackDeps,
  ways: Omit<HandoffMailDeps, keyof DeskDeps> & HandoffPushDeps,
): Record<string, JobHandler> {
  const route = async ({ workspaceId }: { workspaceId: string }) =>
    void (await routeWaiting(desk, workspaceId))
  return {
    [ROUTING_JOB]: { run: route },
    [REPEAT_JOB]: { run: job => measureRepeat(desk, job) },
    [NOTIFICATION_JOB]: { run: job => notifyAway(desk, job) },
    [NOTIFICATION_MAIL_JOB]: { run: job => mailHandoff({ ...desk, ...ways }, job) },
    [NOTIFICATION_PUSH_JOB]: { run: job => pushHandoff(ways, job) },
    [HANDOFF_JOB]: {
      async run(job, { signal }) {
        await route(job)
        await packHandoff(desk, job, { signal })
      },
    },
  }
}
