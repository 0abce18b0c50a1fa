import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { evaluations } from '../../../examples/gradbench/evaluations/index.js'
import { linesOf } from '../../../examples/gradbench/lines.js'
import { showResponse } from '../../../examples/gradbench/messages.js'
import { answer, type Setting } from '../../../examples/gradbench/session.js'
import { root } from '../../support/sources.js'
import type { Tool } from './driver.js'

const now = (): number => performance.now() * 1e6

/** The tool in this process, with all its evaluations or those given. */
export const inProcess = (known: Setting['evaluations'] = evaluations): Tool => ({
  ask: async (line) => [...showResponse(answer({ evaluations: known, now }, line))].join('').trimEnd(),
})

/** How a process ended. */
export interface Ending {
  readonly code: number | null
  /** What it wrote after the last line that was asked for. */
  readonly rest: readonly string[]
  readonly complaints: string
}

/** A process to ask. */
export interface Spawned extends Tool {
  readonly write: (bytes: string | Uint8Array) => void
  /** The next line that it writes; undefined where there is none. */
  readonly next: () => Promise<string | undefined>
  /** Ends its input, and waits for its end. */
  readonly end: () => Promise<Ending>
}

/** The program of the tool, built as users have it. */
export interface Program {
  readonly start: (...args: readonly string[]) => Spawned
  readonly remove: () => void
}

/** A program as a process that is asked line by line. */
const start = (program: string, args: readonly string[]): Spawned => {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const lines = linesOf(child.stdout)
  const next = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next()
    return done ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(value)
  }
  const write = (bytes: string | Uint8Array): void => void child.stdin.write(bytes)
  return {
    write,
    next,
    ask: async (line) => {
      write(`${line}\n`)
      const response = await next()
      if (response === undefined) throw new Error(`it ended with ${await ended}: ${complaints}`)
      return response
    },
    end: async () => {
      child.stdin.end()
      const rest: string[] = []
      for (let line = await next(); line !== undefined; line = await next()) rest.push(line)
      return { code: await ended, rest, complaints }
    },
  }
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
    start: (...args) => start(program, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
