import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** What a run of the command line came to. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A command line, and variables of its environment. */
export interface Command {
  readonly args: readonly string[]
  readonly environment?: { readonly [name: string]: string }
}

/** A check takes some tenths of a second; the limit is for a machine that is busy. */
const limit = 120_000

/** How `npx cotangent` is started as it is installed in a folder, with no variables of services around the tests. */
const started = (folder: string, { args, environment }: Command) => {
  const { PATH, HOME, TMPDIR } = process.env
  return {
    args: [join(folder, 'node_modules/cotangent/dist/src/node/cotangent.js'), ...args],
    options: { cwd: folder, encoding: 'utf8', timeout: limit, env: { PATH, HOME, TMPDIR, ...environment } },
  } as const
}

/** Runs `npx cotangent`. */
export const cotangent = (folder: string, args: readonly string[]): Ran => {
  const start = started(folder, { args })
  const { status, stdout, stderr } = spawnSync(process.execPath, start.args, start.options)
  return { code: status, out: stdout, err: stderr }
}

const waited = (folder: string, command: Command): Promise<Ran> =>
  new Promise((settle) => {
    const { args, options } = started(folder, command)
    const child = execFile(process.execPath, args, options, (_, out, err) => settle({ code: child.exitCode, out, err }))
  })

/** Runs several, so many at a time, and gives what each came to under its name. */
export const cotangents = async <Name extends string>(
  folder: string,
  commands: { readonly [name in Name]: Command },
  jobs: number,
): Promise<{ readonly [name in Name]: Ran }> => {
  const waiting = Object.entries<Command>(commands)
  const found: [string, Ran][] = []
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      found.push([next[0], await waited(folder, next[1])])
  }
  await Promise.all(Array.from({ length: jobs }, lane))
  return Object.fromEntries(found) as { readonly [name in Name]: Ran }
}

/** An output with what differs from run to run written as `…`. */
export const settled = (text: string): string => text.replace(/\b\d+(\.\d+)? m?s\b/g, '… ms')
