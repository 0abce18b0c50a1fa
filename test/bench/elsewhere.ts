import { fork, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ArgumentOf, Measure, ProbeName, ResultOf } from './probes/index.js'

const program = fileURLToPath(new URL('./probe.run.js', import.meta.url))

/** The numbers of the cores that this process may use, where the system tells. */
const allowedCores = (): readonly number[] => {
  const status = '/proc/self/status'
  const line = existsSync(status) ? readFileSync(status, 'utf8').match(/^Cpus_allowed_list:\s*(\S+)$/m) : null
  return (line?.[1] ?? '').split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number)
    return range === '' ? [] : Array.from({ length: to - from + 1 }, (_, at) => from + at)
  })
}

/** Whether a process can be kept to some cores. */
export const canLimitCores = (): boolean => allowedCores().length > 0 && spawnSync('taskset', ['-V']).status === 0

/** Runs probes in processes of their own. */
export const elsewhere =
  (node: string): Measure =>
  <N extends ProbeName>(name: N, argument: ArgumentOf<N>, cores?: number) =>
    new Promise<ResultOf<N>>((resolve, reject) => {
      const limited = cores === undefined ? [node] : ['taskset', '-c', allowedCores().slice(0, cores).join(), node]
      const child = fork(program, [name, JSON.stringify(argument)], {
        // JSON has no infinite numbers.
        serialization: 'advanced',
        execPath: limited[0],
        execArgv: limited.slice(1),
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      let complaints = ''
      child.stderr?.on('data', (text) => {
        complaints += text
      })
      let result: ResultOf<N> | undefined
      child.on('message', (message) => {
        result = message as ResultOf<N>
      })
      child.on('error', reject)
      child.on('close', (status) => {
        if (status === 0 && result !== undefined) resolve(result)
        else reject(new Error(`${name} ended with status ${status}: ${complaints.trim()}`))
      })
    })
