import type { Reword } from '../../bot/index.ts'
import type { AskDeps } from '../../conversations/index.ts'

/** What the copilot is built from. */
export interface CopilotDeps extends AskDeps {
  /** Called after each commit that appended events. */
  ring: () => void
  /** What rewords for a bot; `undefined` where no language model is set for its copilot. */
  rewordOf: (botId: string) => Promise<Reword | undefined>
}
