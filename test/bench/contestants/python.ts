import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Params, type Problem, placesOf } from '../network.js'
import type { Contestant, Float } from './contestant.js'
import { converse, server } from './conversation.js'

/** What a Python has. */
export interface Versions {
  readonly executable: string
  readonly python: string
  readonly numpy: string
  readonly blas: readonly string[]
  readonly torch?: string
}

const versionsOf = (executable: string): readonly Versions[] => {
  const { status, stdout } = spawnSync(executable, [server], { input: '{}\n', encoding: 'utf8' })
  return status === 0 ? [{ executable, ...(JSON.parse(stdout) as Omit<Versions, 'executable'>) }] : []
}

/** The Python to measure with, of those that have NumPy: the first that has PyTorch too, or else the first. */
export const findPython = (executables: readonly string[] = ['/usr/bin/python3', 'python3']): Versions | undefined => {
  const found = executables.flatMap(versionsOf)
  return found.find(({ torch }) => torch !== undefined) ?? found[0]
}

/** Writes a problem's arrays to files of a folder, and says where they are. */
const written = (folder: string, name: string, { network, examples, batch, initial }: Problem) => {
  const file = (what: string, data: Float64Array | Uint8Array): string => {
    const path = join(folder, what)
    writeFileSync(path, data)
    return path
  }
  return {
    name,
    ...network,
    batch,
    count: examples.count,
    scale: examples.scale,
    inputs: file('inputs', examples.inputs),
    inputsType: examples.inputs instanceof Uint8Array ? 'uint8' : 'float64',
    targets: file('targets', examples.targets),
    initial: file('initial', initial),
    places: placesOf(network),
  }
}

const paramsIn = (path: string): Params => {
  const bytes = readFileSync(path)
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

/** NumPy as the lesson has it, or PyTorch, in a Python process of its own. */
export const python = (
  { executable }: Versions,
  library: 'numpy' | 'torch',
  workload: string,
  dtype: Float,
): Contestant => ({
  name: library === 'numpy' ? 'NumPy, as the lesson has it' : 'PyTorch',
  dtype,
  prepare: async (problem) => {
    const folder = mkdtempSync(join(tmpdir(), 'cotangent-bench-'))
    const { ask, end } = converse(executable)
    await ask({ prepare: written(folder, workload, problem), library, dtype })
    const output = join(folder, 'params')
    return {
      train: async (steps) => {
        const { seconds } = await ask<{ seconds: number }>({ steps, params: output })
        return { seconds, params: () => paramsIn(output) }
      },
      close: () => {
        end()
        rmSync(folder, { recursive: true })
      },
    }
  },
})
