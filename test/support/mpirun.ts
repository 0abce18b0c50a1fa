import { spawn, spawnSync } from 'node:child_process'

const said = spawnSync('mpirun', ['--version'], { encoding: 'utf8' })

/** Whether there is an mpirun, so that there can be ranks. */
export const hasRanks = said.status === 0

/** What there has to be for them. */
export const packagesOfRanks = 'Debian: openmpi-bin libopenmpi3'

/** Open MPI starts no more ranks than there are processors, and nothing for root, unless it is told to. */
const isOpenMpi = said.stdout?.includes('Open MPI') ?? false
const options = isOpenMpi ? ['--oversubscribe'] : []
const leave = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' }

/** How a program ended, and what it said. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
  readonly output: string
  readonly errors: string
  readonly seconds: number
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Runs a command to its end, or kills it after `limit` seconds. */
export const ended = (
  command: string,
  args: readonly string[],
  environment: Environment = {},
  limit = 25,
): Promise<Ending> => {
  const start = performance.now()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    timeout: limit * 1000,
    killSignal: 'SIGTERM',
  })
  const texts = { output: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    texts.output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    texts.errors += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({ code, signal, ...texts, seconds: (performance.now() - start) / 1000 }),
    )
  })
}

/** Runs a program as so many ranks of this machine, on this process's Node, to its end, or kills it after `limit` seconds. */
export const ranks = (
  count: number,
  program: string,
  args: readonly string[] = [],
  environment: Environment = {},
  limit?: number,
): Promise<Ending> =>
  ended(
    'mpirun',
    [...options, '-n', `${count}`, process.execPath, program, ...args],
    { ...leave, ...environment },
    limit,
  )
