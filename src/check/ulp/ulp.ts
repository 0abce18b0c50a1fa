import { traceTrees } from '../../autodiff/index.js'
import { executors, type Precise, runPrecisely, widened } from '../../engine/index.js'
import { constantOf, type Graph } from '../../graph/index.js'
import {
  ArgumentError,
  type Constant,
  checkFunction,
  checkIsOptions,
  flatten,
  isFloat,
  leafPaths,
  type OptionNames,
  rowMajor,
  written,
} from '../../tensor/index.js'
import { indexOf } from '../places.js'
import { operationsIn, withGradient } from './graph.js'
import { directions, jittered } from './jitter.js'
import { type UlpCause, type UlpEntry, UlpReport } from './report.js'
import { type Exact, errorsOf, exactOf, lowAt, movementsOf } from './units.js'

/** What `ulp` can be told. */
export interface UlpOptions {
  /** The engine whose results are looked at: `wasm`, the default, or `reference`. */
  readonly engine?: 'wasm' | 'reference'
  /** Whether the gradient, in all float arguments, of a function to a scalar is looked at too. */
  readonly gradient?: boolean
}

const checkEngine = ({ engine = 'wasm' }: UlpOptions): 'wasm' | 'reference' => {
  if (engine !== 'wasm' && engine !== 'reference')
    throw new ArgumentError({
      operation: 'ulp',
      problem: `there is no engine ${written(engine)} to compare`,
      remedy: 'Use wasm or reference',
    })
  return engine
}

/** The names of a function's results. */
type Named = readonly (readonly [of: UlpEntry['of'], path: string])[]

/**
 * Within one unit, that is what rounding does. Beyond, an operation that is as exact as can be at operands that have been
 * rounded is off by half a unit for its own rounding and by what it moves for theirs; so many operations in a row, by so
 * many times as much.
 */
const causeOf = (error: number, movement: number, operations: number): UlpCause =>
  error <= 1 ? 'rounding' : error <= operations * (0.5 + movement) ? 'conditioning' : 'computation'

const entryOf = (
  [of, path]: Named[number],
  computed: Constant,
  exact: Exact,
  jitters: readonly Exact[],
  operations: number,
): readonly UlpEntry[] => {
  const { dtype, shape } = computed
  const errors = errorsOf(computed, exact)
  if (errors.length === 0) return []
  const at = errors.reduce((worst, error, index) => (error > errors[worst] ? index : worst), 0)
  const movement = Math.max(...jitters.map((jitter) => movementsOf(exact, jitter, dtype)[at]))
  return [
    {
      of,
      path,
      dtype,
      index: indexOf(shape, at),
      error: errors[at],
      movement,
      value: rowMajor(computed)[at],
      precise: { high: exact.high[at], low: lowAt(exact, at) },
      cause: causeOf(errors[at], movement, operations),
    },
  ]
}

/** The outputs of a graph at operands that are moved in each direction. */
const aroundOf = (graph: Graph, operands: readonly Precise[]): readonly (readonly Exact[])[] =>
  Array.from({ length: directions }, (_, direction) => runPrecisely(graph, jittered(operands, direction)).map(exactOf))

/**
 * How far a function's results at some arguments are from what numbers of 31 digits give, in units in the last place of
 * their dtypes: the largest error of each leaf of the value and, with `gradient: true`, of the gradient of a function to
 * a scalar in all its float arguments; where it is, and both values.
 *
 * Beside it stands how many units the result moves there when every operand, other than 0, moves by half a unit in its own last
 * place, up or down as if by chance: the most of eight tries. A result off by more than a unit is `conditioning`'s work
 * where its operands' own rounding does about as much, and nothing but more digits helps; otherwise that of its
 * `computation`, which another formula can better.
 *
 * What a function computes from constants alone counts as exact, since it is done before. Throws a ShapeError where the
 * gradient is asked for of what is no scalar, an ArgumentError for another engine.
 *
 * @example
 * ```ts
 * import { exp, expm1, sub, type Tensor, tensor, ulp } from 'cotangent'
 *
 * const x = tensor(1e-9)
 * ulp((x: Tensor<[], 'float64'>) => expm1(x))(x).error < 1 // => true
 * ulp((x: Tensor<[], 'float64'>) => sub(exp(x), 1))(x).entries[0].cause // => 'computation'
 * ```
 */
export const ulp = <P extends readonly unknown[]>(f: (...args: P) => unknown, options: UlpOptions = {}) => {
  checkIsOptions('ulp', options, { engine: true, gradient: true } satisfies OptionNames<UlpOptions>)
  return (...args: P): UlpReport => {
    checkFunction('ulp', f)
    const engine = checkEngine(options)
    const [leaves, structure] = flatten('ulp', args)
    const { graph: value, captured, output } = traceTrees('ulp', f as (...all: never[]) => unknown, structure, leaves)
    const wanted = value.inputs.map(({ dtype }, index) => index < leaves.length && isFloat(dtype))
    const { gradient = false } = options
    const graph = gradient ? withGradient(value, wanted) : value
    const named: Named = [
      ...leafPaths(output).map((path) => ['value', path] as const),
      ...(gradient
        ? leafPaths(structure).flatMap((path, index) => (wanted[index] ? [['gradient', path] as const] : []))
        : []),
    ]
    const operands = [...leaves, ...captured].map((leaf) => constantOf('ulp', leaf))
    const computed = executors[engine](graph, operands)
    const precise = operands.map(widened)
    const exact = runPrecisely(graph, precise).map(exactOf)
    const around = aroundOf(graph, precise)
    const operations = operationsIn(graph)
    const entries = named.flatMap((name, index) =>
      entryOf(
        name,
        computed[index],
        exact[index],
        around.map((outputs) => outputs[index]),
        operations,
      ),
    )
    return new UlpReport(engine, entries)
  }
}
