import type { BotOptions } from '../accounts/index.ts'
import type { BotSettings } from '../bot/index.ts'

/** A bot's own settings as the bot room takes them. */
export function botSettings(options: BotOptions): BotSettings {
  const { name, companyName, instructions, maxTokens, timeoutMs, linkHosts, gateThreshold, limits, handoff } =
    options
  const { persona, handles, leavesToPeople, languages } = options
  return {
    ...{ persona, handles, leavesToPeople, languages },
    ...{ name, companyName, instructions, maxTokens, timeoutMs, limits, handoff },
    allowedLinkHosts: linkHosts,
    ...(gateThreshold === null ? {} : { gateThreshold }),
  }
}
