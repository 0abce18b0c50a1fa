import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** What a run of the command line came to. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A check takes some tenths of a second; the limit is for a machine that is busy. */
const limit = 120_000

/** Runs `npx cotangent` as it is installed in a folder, with no variables of services around the tests. */
export const cotangent = (
  folder: string,
  args: readonly string[],
  environment: { readonly [name: string]: string } = {},
): Ran => {
  const bin = join(folder, 'node_modules/cotangent/dist/src/node/cotangent.js')
  const { PATH, HOME, TMPDIR } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: limit,
    env: { PATH, HOME, TMPDIR, ...environment },
  })
  return { code: status, out: stdout, err: stderr }
}

/** An output with what differs from run to run written as `…`. */
export const settled = (text: string): string => text.replace(/\b\d+(\.\d+)? m?s\b/g, '… ms')
