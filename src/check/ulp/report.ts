import { table } from '../../engine/index.js'
import { Displayed, type DType, drawn, type Markup, markupTable } from '../../tensor/index.js'
import { decimals } from './decimals.js'

/** What explains the error of a result best: that it is rounded at all, its operands' rounding, or how it is computed. */
export type UlpCause = 'rounding' | 'conditioning' | 'computation'

/** One leaf of a function's value or of its gradient, where its error is largest. */
export interface UlpEntry {
  readonly of: 'value' | 'gradient'
  /** The leaf's path in the tree, as `[0].weights`; empty where there is but one leaf. */
  readonly path: string
  readonly dtype: DType
  /** Where in the leaf the error is largest, a number for each axis. */
  readonly index: readonly number[]
  /** The error there in units in the last place of the precise value; of whole numbers, the difference. */
  readonly error: number
  /** How many units the precise value moves there when all operands move by half a unit each. */
  readonly movement: number
  /** The value computed there. */
  readonly value: number
  /** The precise value, an unevaluated sum of two numbers. */
  readonly precise: { readonly high: number; readonly low: number }
  readonly cause: UlpCause
}

const significant = (x: number): string => (Number.isFinite(x) ? x.toPrecision(3) : String(x))

const preciseDigits = 31

const cellsOf = ({ of, path, dtype, index, error, movement, value, precise, cause }: UlpEntry): readonly string[] => [
  `${of}${path}`,
  index.length === 0 ? '' : `[${index.join(', ')}]`,
  dtype,
  significant(error),
  significant(movement),
  cause,
  String(value),
  decimals(precise.high, precise.low, preciseDigits),
]

const headerOf = ({ engine }: UlpReport): readonly string[] => [
  'result',
  'at',
  'dtype',
  'error/ulp',
  'moves/ulp',
  'cause',
  engine,
  'precise',
]

/** How far an engine's results are from the precise ones, leaf by leaf. It prints as a table. */
export class UlpReport extends Displayed {
  readonly _tag = 'UlpReport'
  readonly engine: string
  /** The leaves of the value, then those of the gradient where it was asked for; leaves without elements are left out. */
  readonly entries: readonly UlpEntry[]

  constructor(engine: string, entries: readonly UlpEntry[]) {
    super()
    this.engine = engine
    this.entries = entries
  }

  /** The largest error of all, 0 where there is no element. */
  get error(): number {
    return this.entries.reduce((most, { error }) => Math.max(most, error), 0)
  }

  toString(): string {
    return table(headerOf(this), this.entries.map(cellsOf))
  }

  override [drawn](): Markup {
    return markupTable([headerOf(this), ...this.entries.map(cellsOf)], { align: 'right' })
  }
}
