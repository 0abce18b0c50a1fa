import type { Versions } from './contestants/index.js'
import type { Machine } from './machine.js'
import type { Result } from './race.js'

export type Cell = string | number

export interface Table {
  readonly title?: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** What is to be shown, and what was found. */
export interface Claim {
  readonly what: string
  readonly bound: 'at least' | 'at most'
  readonly of: number
  readonly found: number
}

export const holds = ({ bound, of, found }: Claim): boolean => (bound === 'at least' ? found >= of : found <= of)

/** What one section of the benchmarks found. */
export interface Finding {
  readonly name: string
  readonly title: string
  readonly tables: readonly Table[]
  readonly claims: readonly Claim[]
  /** Of a race. */
  readonly results?: readonly Result[]
  /** Results that are not what they should be, a line each. */
  readonly deviations?: readonly string[]
}

/** What all sections found on one Node. */
export interface Report {
  readonly machine: Machine
  /** The Python whose NumPy and PyTorch took part. */
  readonly python?: Versions
  /** With small sizes and few repetitions: it tells no times. */
  readonly quick: boolean
  readonly findings: readonly Finding[]
}

/** Contestants whose training, or another result, came out as another one. */
export const disagreements = ({ findings, machine }: Report): readonly string[] =>
  findings.flatMap(({ name, results = [], deviations = [] }) => [
    ...results.flatMap((result) =>
      result._tag === 'Timed' && !result.agrees
        ? [`${name} on Node ${machine.node}: ${result.name} in ${result.dtype} deviates by ${result.deviation}`]
        : [],
    ),
    ...deviations.map((deviation) => `${name} on Node ${machine.node}: ${deviation}`),
  ])
