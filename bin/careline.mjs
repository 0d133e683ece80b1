#!/usr/bin/env node
// Runs the built program; in a checkout that was never built it builds first.
import { existsSync } from 'node:fs'

const built = new URL('../dist/careline.mjs', import.meta.url)
if (!existsSync(built)) await import('../scripts/build.mjs')
await import(built.href)
