import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Addresses stay relative to the page's <base>, which the server sets, so that one build serves under any path.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  logLevel: 'warn',
  build: {
    outDir: fileURLToPath(new URL('../dist/admin', import.meta.url)),
    emptyOutDir: true,
    // Says which files belong together, for the test of how much a first load fetches.
    manifest: 'manifest.json',
    target: 'es2022',
    modulePreload: { polyfill: false },
  },
})
