import { defineConfig } from 'vitest/config'

// Workers are processes so that WASM databases and model sessions of one file are gone with it.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'widget/**/*.test.ts', 'tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
