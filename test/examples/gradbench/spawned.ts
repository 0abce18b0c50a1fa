import { spawn } from 'node:child_process'
import { linesOf } from '../../../examples/gradbench/lines.js'
import type { Tool } from './driver.js'

/** How a process ended. */
export interface Ending {
  readonly code: number | null
  /** What it wrote after the last line that was asked for. */
  readonly rest: readonly string[]
  readonly complaints: string
}

/** A process to ask. */
export interface Spawned extends Tool {
  readonly pid: number | undefined
  readonly write: (bytes: string | Uint8Array) => void
  /** The next line that it writes; undefined where there is none. */
  readonly next: () => Promise<string | undefined>
  /** Ends it at once. */
  readonly stop: () => void
  /** Ends its input, and waits for its end. */
  readonly end: () => Promise<Ending>
}

/** A program as a process that is asked line by line. */
export const spawned = (program: string, args: readonly string[]): Spawned => {
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
    pid: child.pid,
    write,
    next,
    ask: async (line) => {
      write(`${line}\n`)
      const response = await next()
      if (response === undefined) throw new Error(`it ended with ${await ended}: ${complaints}`)
      return response
    },
    stop: () => void child.kill('SIGKILL'),
    end: async () => {
      child.stdin.end()
      const rest: string[] = []
      for (let line = await next(); line !== undefined; line = await next()) rest.push(line)
      return { code: await ended, rest, complaints }
    },
  }
}
