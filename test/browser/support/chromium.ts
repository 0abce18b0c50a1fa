import { existsSync } from 'node:fs'
import type { LaunchOptions } from 'playwright-core'

/** The variable that names a Chromium elsewhere. */
const variable = 'COTANGENT_CHROMIUM'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium of this machine, if it has one. */
export const chromium = (): string | undefined =>
  [process.env[variable] ?? '', ...known].find((path) => path !== '' && existsSync(path))

/** What is said beside the names of tests that are skipped for want of one. */
export const without = chromium() === undefined ? ` (skipped: no Chromium here; ${variable} can name one)` : ''

/** As a browser of which nobody sees anything, and that asks nobody for anything. */
export const options = (executablePath: string): LaunchOptions => ({
  executablePath,
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
