// Finds a Chromium for the browser suites, or installs the distribution's own where that is allowed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The path of a Chromium: the CHROMIUM variable, or one of the usual places; with `install` and root on a Debian-like
 * system it is installed first.
 */
export function findChromium({ install = false } = {}) {
  const found = [process.env.CHROMIUM, ...usual].find(path => path && existsSync(path))
  if (found) return found
  if (install && process.getuid?.() === 0) {
    console.log('careline test: installing Chromium for the browser suites')
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core'],
      options,
    )
    const installed = usual.find(path => existsSync(path))
    if (installed) return installed
  }
  throw new Error('install Chromium (Debian: apt-get install chromium) or set CHROMIUM to its path')
}
