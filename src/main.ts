import { runCli } from './cli/index.ts'

// Whoever reads only the first lines (`careline sources | head -1`) has what they want.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})
process.exitCode = await runCli(process.argv.slice(2))
