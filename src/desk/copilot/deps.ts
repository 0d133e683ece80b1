import type { Reword } from '../../bot/index.ts'
import type { AskDeps } from '../../conversations/index.ts'

/** What the copilot is built from. */
export interface CopilotDeps extends AskDeps {
  /** Called after each commit that appended events. */
  ring: () => void
  /** Absent where no language model is set for the copilot. */
  reword?: Reword
}
