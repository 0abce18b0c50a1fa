import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { evaluations } from '../../../examples/gradbench/evaluations/index.js'
import { showResponse } from '../../../examples/gradbench/messages.js'
import { answer, type Setting } from '../../../examples/gradbench/session.js'
import { root } from '../../support/sources.js'
import type { Tool } from './driver.js'
import { type Spawned, spawned } from './spawned.js'

const now = (): number => performance.now() * 1e6

/** The tool in this process, with all its evaluations or those given. */
export const inProcess = (known: Setting['evaluations'] = evaluations): Tool => ({
  ask: async (line) => [...showResponse(answer({ evaluations: known, now }, line))].join('').trimEnd(),
})

/** The program of the tool, built as users have it. */
export interface Program {
  readonly start: (...args: readonly string[]) => Spawned
  readonly remove: () => void
}

/** Builds the tool into a folder of its own. */
export const built = async (): Promise<Program> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-gradbench-')))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  await build({
    configFile: join(root, 'vitest.config.ts'),
    root,
    logLevel: 'error',
    build: {
      ssr: join(root, 'examples/gradbench/run.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'run.js', format: 'es' } },
    },
  })
  const program = join(folder, 'run.js')
  return {
    start: (...args) => spawned(program, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
