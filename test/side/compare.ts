import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import { broadcastTo, gradcheck, gradcheckOpaque, type Tensor, tensor } from '../../src/index.js'
import type { Case } from './expression.js'
import { tensorFunction } from './ours.js'
import { plainFunction } from './plain.js'

/** What a checker says of a case: `passes`, or why it does not. */
export type Verdict = string

export const passes = 'passes'

const verdictOf = (result: Either<{ readonly reason: string }, unknown>): Verdict =>
  isRight(result) ? passes : result.left.reason

/** By `gradcheck`, which evaluates value and gradient precisely. */
export const byGradcheck = ({ value, gradient, at, dtype }: Case): Verdict => {
  const [f, slope] = [tensorFunction(value), tensorFunction(gradient)]
  const point = tensor(at, { dtype: dtype as 'float64' }) as Tensor<[number], 'float64'>
  type Point = typeof point
  return verdictOf(
    gradcheck<Point>({ value: f as never, gradient: (x) => broadcastTo(slope(x), [...x.shape]) as Point }, point),
  )
}

/** By `gradcheckOpaque`, of plain JavaScript. */
export const byGradcheckOpaque = ({ value, gradient, at, dtype }: Case): Verdict => {
  const [f, slope] = [plainFunction(value, dtype), plainFunction(gradient, dtype)]
  return verdictOf(
    gradcheckOpaque(
      {
        value: (x) => f(x) as number,
        gradient: (x) => {
          const found = slope(x)
          return typeof found === 'number' ? Array.from(x, () => found) : found
        },
      },
      at,
      { arithmetic: dtype },
    ),
  )
}

/** What PyTorch says of all cases, and which it is; undefined where this machine has none. */
export interface Torch {
  readonly version: string
  readonly verdicts: readonly Verdict[]
}

const program = fileURLToPath(new URL('./torch_gradcheck.py', import.meta.url))

export const byTorch = (cases: readonly Case[], executable = '/usr/bin/python3'): Torch | undefined => {
  const { status, stdout, stderr } = spawnSync(executable, [program], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
  })
  if (status === 0) return JSON.parse(stdout)
  if (status === null || /No module named 'torch'/.test(stderr)) return undefined
  throw new Error(`${program} ended with status ${status}: ${stderr.trim()}`)
}
