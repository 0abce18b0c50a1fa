import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { evaluations } from '../../../examples/gradbench/evaluations/index.js'
import { showResponse } from '../../../examples/gradbench/messages.js'
import { answer, type Setting } from '../../../examples/gradbench/session.js'
import { programs } from '../../support/programs.js'
import type { Tool } from './driver.js'
import { type Spawned, spawned } from './spawned.js'

/** A clock that the tool asks for; no test asks how long anything took. */
const now = (): number => Number(process.hrtime.bigint())

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
  const folder = await programs('examples/gradbench/run.ts')
  const program = join(folder, 'run.mjs')
  return {
    start: (...args) => spawned(program, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
