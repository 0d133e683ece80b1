import { defineConfig } from 'vitest/config'

// Two processes take the files one after another and keep the modules they have loaded: loading them anew for each file was
// a quarter of the whole time. A file closes what it opens, and stubs nothing that outlives it.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'widget/**/*.test.ts', 'tests/**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
