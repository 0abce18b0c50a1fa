import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import ClosingLine from './test/support/closing-line.js'
import Watchdog from './test/support/watchdog.js'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^cotangent$/, replacement: here('./src/index.ts') },
      { find: /^cotangent\/laws$/, replacement: here('./laws/index.ts') },
      { find: /^cotangent\/([a-z]+)$/, replacement: here('./src/$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/equality.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
    // In place of the linter's rule, which takes every call of `fit` for a test.
    allowOnly: false,
    reporters: ['default', new ClosingLine(), new Watchdog()],
  },
})
