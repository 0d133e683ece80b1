import { CarelineError } from '../../kit/errors.ts'
import type { Embedder } from '../../models/index.ts'
import type { Sql } from '../../platform/database/database.ts'
import type { Passage } from '../page.ts'
import { passageInput, sentenceInput } from '../passages/embed-input.ts'
import type { PassageVectors } from '../store/page-rows.ts'

/** The vectors of passages and of their sentences, in two calls of the embedder. `onDone` is told of texts done. */
export async function embedPassages(
  embedder: Embedder,
  passages: readonly {
    title: string
    passage: Pick<Passage, 'headingPath' | 'text'> & { sentences: readonly { text: string }[] }
  }[],
): Promise<PassageVectors[]> {
  if (passages.length === 0) return []
  const whole = await embedder.embedPassages(
    passages.map(({ title, passage }) => passageInput(title, passage.headingPath, passage.text)),
  )
  const sentences = await embedder.embedPassages(
    passages.flatMap(({ title, passage }) =>
      passage.sentences.map(sentence => sentenceInput(title, sentence.text)),
    ),
  )
  let at = 0
  return passages.map(({ passage }, index) => {
    const from = at
    at += passage.sentences.length
    return { passage: whole[index] ?? new Float32Array(), sentences: sentences.slice(from, at) }
  })
}

/**
 * Vectors of two models cannot be compared: a workspace that holds some of another refuses new ones until it has
 * been embedded anew.
 * @throws CarelineError `conflict`
 */
export async function refuseOtherModel(sql: Sql, workspaceId: string, embedder: Embedder): Promise<void> {
  const other = await sql
    .selectFrom('passages')
    .select('embedding_model')
    .where('workspace_id', '=', workspaceId)
    .where('embedding_model', 'is not', null)
    .where('embedding_model', '!=', embedder.id)
    .limit(1)
    .executeTakeFirst()
  if (other)
    throw new CarelineError(
      'conflict',
      `The passages of this workspace carry vectors of "${other.embedding_model}", and "${embedder.id}" is configured. Embed them anew or go back to the other model; the two are not mixed.`,
    )
}
