import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { root } from '../../support/sources.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that the playground is built to. */
    readonly site: string
  }
}

export const playgroundConfig = join(root, 'examples/playground/vite.config.ts')

/** Builds the playground once for all tests in the browser. */
export const setup = async (project: TestProject): Promise<() => void> => {
  const outDir = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-playground-')))
  // As `npm run playground` does: the tests' own environment would make another site of it.
  const environment = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  await build({ configFile: playgroundConfig, logLevel: 'error', build: { outDir } })
  process.env.NODE_ENV = environment
  project.provide('site', outDir)
  return () => rmSync(outDir, { recursive: true, force: true })
}
