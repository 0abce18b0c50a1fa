import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { alone } from './test/support/alone.js'
import ClosingLine from './test/support/closing-line.js'
import { sourcesUnder } from './test/support/sources.js'
import { stars } from './test/support/stars.js'
import Watchdog from './test/support/watchdog.js'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const plugins = [stars]
const resolve = {
  alias: [
    { find: /^cotangent$/, replacement: here('./src/index.ts') },
    { find: /^cotangent\/laws$/, replacement: here('./laws/index.ts') },
    { find: /^cotangent\/([a-z]+)$/, replacement: here('./src/$1/index.ts') },
  ],
}

const common = {
  setupFiles: ['test/support/equality.ts'],
  testTimeout: 30_000,
  // In place of the linter's rule, which takes every call of `fit` for a test.
  allowOnly: false,
}

const pages = 'test/browser/**/*.test.ts'
const felt = 'test/browser/experience.test.ts'
const inBrowser = {
  ...common,
  include: [pages],
  globalSetup: 'test/browser/support/site.ts',
  isolate: false,
  // What is waited for comes at once on a machine that has time for it; how soon it should come is measured in `felt`.
  testTimeout: 120_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
}
const ofTheirOwn = alone(sourcesUnder('test')).filter((path) => !path.startsWith('test/browser/'))
const include = ['test/**/*.test.ts']

export default defineConfig(({ mode }) => ({
  resolve,
  test: {
    maxWorkers: 2,
    projects: [
      { mode, plugins, resolve, test: { ...common, name: 'alone', include: ofTheirOwn } },
      // To start a process and load all of the library takes longer than the tests of most files.
      {
        mode,
        plugins,
        resolve,
        test: { ...common, name: 'together', include, exclude: [...ofTheirOwn, pages], isolate: false },
      },
      // When all others have ended, since pages wait for them; and last of all, with nothing beside, what measures times.
      { mode, resolve, test: { ...inBrowser, name: 'browser', exclude: [felt], sequence: { groupOrder: 1 } } },
      { mode, resolve, test: { ...inBrowser, name: 'felt', include: [felt], sequence: { groupOrder: 2 } } },
    ],
    reporters: ['default', new ClosingLine(), new Watchdog()],
  },
}))
