import { existsSync } from 'node:fs'
import { type Hits, measureFollowUps } from '../lib/follow-ups.ts'
import { report } from '../lib/result.ts'

/** Follow-ups made to stand alone against the last message glued in front, through the whole bot. */
const set = new URL('../../../shared/data/mtrag-cloud', import.meta.url).pathname

if (!existsSync(set))
  process.stderr.write('follow-ups: not measured, ../shared/data/mtrag-cloud is not there\n')
else {
  const { followUps, standAlone, glued, bare, ...clarify } = await measureFollowUps(set)
  const detail = `${followUps} follow-ups; in their own words alone ${shown(bare)}`
  for (const [figure, name] of [
    ['hit1', 'first'],
    ['hit5', 'in five'],
  ] as const)
    report({
      name: `follow-ups, right page ${name}, against the last message in front`,
      value: 100 * standAlone[figure],
      unit: ' %',
      goal: { atLeast: Math.round(1000 * glued[figure]) / 10 },
      ours: `${(100 * standAlone[figure]).toFixed(1)} %`,
      other: `${(100 * glued[figure]).toFixed(1)} %`,
      detail,
    })
  report({
    name: 'asked back where too little is said',
    value: 100 * clarify.clarifyNeither,
    unit: ' %',
    goal: { atLeast: 55 },
    ours: `${(100 * clarify.clarifyNeither).toFixed(1)} %`,
    other: 'limit',
    detail: `needlessly, of answerable questions: ${(100 * clarify.clarifyAnswerable).toFixed(1)} %`,
  })
}

function shown({ hit1, hit5 }: Hits): string {
  return `${(100 * hit1).toFixed(1)} and ${(100 * hit5).toFixed(1)} %`
}
