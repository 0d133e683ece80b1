import type { BotSettings, ModelUse, Trace } from './respond-types.ts'

/**
 * What the bot's models used today, and whether that is all they may. `undefined` when the owner sets no limit, or
 * nobody counts. A turn that has begun is finished, so the last one may go beyond.
 */
export async function readBudget<T extends { settings: Pick<BotSettings, 'limits'> }>(
  turn: T,
  usedToday: ((turn: T) => Promise<ModelUse>) | undefined,
): Promise<Trace['budget']> {
  const { modelTokensPerDay = null, costPerDay = null } = turn.settings.limits ?? {}
  if (!usedToday || (modelTokensPerDay === null && costPerDay === null)) return undefined
  const { tokens, cost } = await usedToday(turn)
  const usedUp =
    (modelTokensPerDay !== null && tokens >= modelTokensPerDay) || (costPerDay !== null && cost >= costPerDay)
  return { tokens, cost, usedUp }
}
