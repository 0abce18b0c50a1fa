import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import ClosingLine from '../closing-line.js'
import Watchdog from '../watchdog.js'

// A run of its own, with a module that never ends.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.run.ts'],
    testTimeout: 1000,
    maxWorkers: 1,
    reporters: ['default', new ClosingLine(), new Watchdog()],
  },
})
