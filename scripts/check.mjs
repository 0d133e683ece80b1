// `npm run check`: types, lint and format, walls, unused code. Runs all and reports every failure at once.
import { spawnSync } from 'node:child_process'

const steps = [
  ['types', 'node', ['node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.json']],
  ['types (widget)', 'node', ['node_modules/typescript-7/bin/tsc', '-p', 'widget/tsconfig.json']],
  ['types (admin)', 'node', ['node_modules/typescript-7/bin/tsc', '-p', 'admin/tsconfig.json']],
  [
    'types (service worker)',
    'node',
    ['node_modules/typescript-7/bin/tsc', '-p', 'admin/service-worker/tsconfig.json'],
  ],
  ['lint and format', 'node', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  [
    'walls',
    'node',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      'src',
      'widget',
      'admin',
    ],
  ],
  ['unused code', 'node', ['node_modules/knip/bin/knip.js']],
]

const only = process.argv[2]
const failed = []
for (const [name, command, args] of steps) {
  if (only && !name.startsWith(only)) continue
  const started = performance.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`)
  process.exit(1)
}
