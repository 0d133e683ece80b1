import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { contextOf, copyInto } from './context.ts'
import { execForm, type Instruction, parseDockerfile, type Stage } from './dockerfile.ts'

/** What an engine would keep of the last stage. `root` is the folder that stands for `/`. */
export interface Image {
  root: string
  workdir: string
  env: Record<string, string>
  user: { uid: number; gid: number }
  entrypoint: string[]
  command: string[]
  healthcheck: string[]
}

/**
 * Performs the Dockerfile of `repository` below `folder`, a folder for the root of each stage; absolute paths in steps
 * mean that root. The base image is this machine: its Node must be of the image's major version.
 */
export function buildImage(repository: string, dockerfile: string, folder: string): Image {
  const built = new Map<string, Image>()
  let last: Image | undefined
  for (const stage of parseDockerfile(dockerfile)) {
    requireBase(stage)
    const root = join(folder, stage.name)
    mkdirSync(root, { recursive: true })
    last = emptyImage(root)
    console.log(`\n== stage ${stage.name} (${stage.base})`)
    for (const step of stage.steps) perform(step, last, repository, built)
    built.set(stage.name, last)
  }
  if (!last) throw new Error('the Dockerfile has no stage')
  return last
}

/** An absolute path of the image as a path of this machine. */
export function inside(image: Image, path: string): string {
  return path.startsWith('/') ? join(image.root, path) : join(image.root, image.workdir, path)
}

function requireBase({ base }: Stage): void {
  const [, major] = /^node:(\d+)-slim$/.exec(base) ?? []
  const here = process.versions.node.split('.')[0]
  if (major !== here) throw new Error(`${base} cannot be played by Node ${here}; run this with Node ${major}`)
}

function emptyImage(root: string): Image {
  return {
    root,
    workdir: '/',
    env: {},
    user: { uid: 0, gid: 0 },
    entrypoint: [],
    command: [],
    healthcheck: [],
  }
}

function perform(step: Instruction, image: Image, repository: string, built: Map<string, Image>): void {
  console.log(`-- ${step.keyword} ${step.text}`)
  const { keyword, text, words } = step
  if (keyword === 'WORKDIR') {
    image.workdir = text
    mkdirSync(inside(image, text), { recursive: true })
  }
  if (keyword === 'COPY') copy(step, image, repository, built)
  if (keyword === 'RUN') run(text, image)
  if (keyword === 'ENV') {
    for (const word of words) image.env[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1)
  }
  if (keyword === 'USER') {
    const [uid = 0, gid = 0] = text.split(':').map(Number)
    image.user = { uid, gid }
  }
  if (keyword === 'ENTRYPOINT') image.entrypoint = execForm(text)
  if (keyword === 'CMD') image.command = execForm(text)
  if (keyword === 'HEALTHCHECK') image.healthcheck = execForm(text.replace(/^CMD\s+/, ''))
}

function copy({ flags, words }: Instruction, image: Image, repository: string, built: Map<string, Image>) {
  const target = words.at(-1) ?? '.'
  const to = `${inside(image, target)}${target.endsWith('/') ? '/' : ''}`
  const stage = flags['from'] && built.get(flags['from'])
  if (flags['from'] && !stage) throw new Error(`COPY: there is no stage ${flags['from']}`)
  if (stage) copyInto(stage.root, words.slice(0, -1), to)
  else copyInto(repository, words.slice(0, -1), to, contextOf(repository))
}

function run(text: string, image: Image): void {
  const isRoot = process.getuid?.() === 0
  // Absolute paths mean the stage's own root; who is not root cannot give folders away, and keeps them.
  const script = text
    .replace(/(^|\s)\/(?=\w)/g, `$1${image.root}/`)
    .replace(/\s-[og] \d+(?=\s)/g, isRoot ? '$&' : '')
  const { status } = spawnSync('sh', ['-ec', script], {
    cwd: join(image.root, image.workdir),
    env: { ...process.env, ...image.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`RUN ended with ${status}: ${text}`)
}
