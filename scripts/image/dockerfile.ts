/** One instruction of a Dockerfile: `COPY --from=build /a ./b` has the flag `from` and the words `/a`, `./b`. */
export interface Instruction {
  keyword: string
  flags: Record<string, string>
  /** What follows the flags, as written. */
  text: string
  words: string[]
}

/** From one FROM to the next. */
export interface Stage {
  name: string
  base: string
  steps: Instruction[]
}

const KNOWN = new Set('FROM WORKDIR COPY RUN ENV USER VOLUME EXPOSE HEALTHCHECK ENTRYPOINT CMD'.split(' '))

/**
 * Reads the part of the Dockerfile language that ours uses.
 * @throws Error on an instruction that the exercise could not perform, so that it is never skipped in silence.
 */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  for (const line of logicalLines(text)) {
    const step = parseLine(line)
    if (!KNOWN.has(step.keyword)) throw new Error(`the exercise cannot perform ${step.keyword}`)
    if (step.keyword === 'FROM') {
      const [base = '', , name = `stage-${stages.length}`] = step.words
      stages.push({ name, base, steps: [] })
    } else {
      const stage = stages.at(-1)
      if (!stage) throw new Error(`${step.keyword} stands before the first FROM`)
      stage.steps.push(step)
    }
  }
  return stages
}

/** The arguments of CMD or ENTRYPOINT in their JSON form. @throws Error when a shell would be needed. */
export function execForm(text: string): string[] {
  const words: unknown = JSON.parse(text)
  if (!Array.isArray(words)) throw new Error(`not the JSON form: ${text}`)
  return words.map(String)
}

/** Lines without comments, with continued lines put together. */
function logicalLines(text: string): string[] {
  return text
    .split('\n')
    .filter(line => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}

function parseLine(line: string): Instruction {
  const [, keyword = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? []
  const flags: Record<string, string> = {}
  const text = rest.replace(/^(?:--[\w-]+=\S+\s+)+/, given => {
    for (const [, name = '', value = ''] of given.matchAll(/--([\w-]+)=(\S+)/g)) flags[name] = value
    return ''
  })
  return { keyword: keyword.toUpperCase(), flags, text, words: text.split(/\s+/) }
}
