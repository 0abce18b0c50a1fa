import { valueAndGrad } from '../autodiff/index.js'
import { type CompileOptions, compileNames, prepared } from '../engine/index.js'
import { add, astype, item, mul, neg, norm, sub, sum } from '../graph/index.js'
import {
  ArgumentError,
  checkFunction,
  checkIsOptions,
  type DType,
  describe,
  type FloatDType,
  type OptionNames,
  type Structure,
  type Tensor,
  type Tree,
  unflatten,
  unitRoundoff,
} from '../tensor/index.js'
import { checkSize, checkWhole, type Flat, flatLike, flatParams, type Leaf, type Leaves, zipped } from './leaves.js'
import { type LineSearchOptions, lineSearchNames, strongWolfe, type Trial } from './lineSearch.js'

/** How L-BFGS minimises: how much it remembers, and when it ends. */
export interface LbfgsOptions extends CompileOptions {
  /** How many steps the approximation of the Hessian is made of: 10 without it. */
  readonly memory?: number
  /** How large the largest element of the gradient may be in the end: 1e-8 without it. */
  readonly tolerance?: number
  /** How many steps there are at most: 1000 without it. */
  readonly maxSteps?: number
  /** c1 = 1e-4, c2 = 0.9 and 25 evaluations a step without it. */
  readonly lineSearch?: LineSearchOptions
}

const optionNames: OptionNames<LbfgsOptions> = {
  ...compileNames,
  memory: true,
  tolerance: true,
  maxSteps: true,
  lineSearch: true,
}

/** A step that was taken, and by how much the gradient changed in it. */
export interface Correction<P> {
  readonly step: P
  readonly change: P
}

/** Where a minimisation stands. */
export interface Iterate<P> {
  /** How many steps it took. */
  readonly step: number
  readonly params: P
  readonly value: number
  readonly gradient: P
  /** The size of the largest element of the gradient. */
  readonly slope: number
  /** How often the function and its gradient have been evaluated. */
  readonly evaluations: number
  /** What the approximation of the Hessian is made of, a tree of tensors: with the parameters all that it takes to go on. */
  readonly memory: readonly Correction<P>[]
  /**
   * Why there is no next iterate, in the last one: the gradient is small enough, no lower place was found (as where
   * rounding hides it, or the function is not finite), or the steps are used up.
   */
  readonly ended?: 'converged' | 'stalled' | 'exhausted'
}

/** A point, its value and its gradient. */
interface Point {
  readonly at: Leaves
  readonly value: number
  /** By how much rounding may have moved the value, relatively. */
  readonly noise: number
  readonly gradient: Leaves
}

/** A correction on leaves: s, y and s'y. */
interface Pair {
  readonly step: Leaves
  readonly change: Leaves
  readonly curvature: number
}

const inner = (a: Leaves, b: Leaves): number =>
  zipped(a, b, (x, y) => Number(item(sum(mul(astype(x, 'float64'), astype(y, 'float64')))))).reduce(
    (total, each) => total + each,
    0,
  )

const pairOf = (step: Leaves, change: Leaves): Pair => ({ step, change, curvature: inner(step, change) })

/** a + factor b. */
const moved = (a: Leaves, b: Leaves, factor: number): Leaves => zipped(a, b, (x, y): Leaf => add(x, mul(y, factor)))

const differences = (a: Leaves, b: Leaves): Leaves => zipped(a, b, (x, y): Leaf => sub(x, y))

/** -H g, H the inverse Hessian that the pairs make, by the two loops of Nocedal (1980). */
const directionOf = (gradient: Leaves, pairs: readonly Pair[]): Leaves => {
  const [first, factors] = pairs.reduceRight(
    (
      [rest, before]: readonly [Leaves, readonly number[]],
      { step, change, curvature }: Pair,
    ): readonly [Leaves, readonly number[]] => {
      const factor = inner(step, rest) / curvature
      return [moved(rest, change, -factor), [factor, ...before]]
    },
    [gradient, []] as readonly [Leaves, readonly number[]],
  )
  const last = pairs.at(-1)
  const size = last === undefined ? 1 : last.curvature / inner(last.change, last.change)
  const scaled = first.map((leaf): Leaf => mul(leaf, size))
  const solved = pairs.reduce<Leaves>(
    (rest, { step, change, curvature }, index) => moved(rest, step, factors[index] - inner(change, rest) / curvature),
    scaled,
  )
  return solved.map((leaf): Leaf => neg(leaf))
}

/** The size of the largest element; NaN where one is NaN. */
const largest = (leaves: Leaves): number =>
  leaves.map((leaf) => Number(item(norm(leaf, { ord: Infinity })))).reduce((most, size) => Math.max(most, size), 0)

/** What a step led to: the next point and its pair, neither where no lower place was found; and how it was searched. */
interface Advance {
  readonly point?: Point
  readonly pair?: Pair
  readonly evaluations: number
}

/** Whether a point is lower than another or, on the same level, flatter. */
const isProgress = (point: Point, than: Point): boolean =>
  point.value < than.value || largest(point.gradient) < largest(than.gradient)

/** The next point on the way down, along what the pairs say or, where that leads nowhere, along the gradient. */
const advance = (
  evaluate: (at: Leaves) => Point,
  from: Point,
  pairs: readonly Pair[],
  search: Required<LineSearchOptions>,
): Advance => {
  const direction = directionOf(from.gradient, pairs)
  const slope = inner(from.gradient, direction)
  const along = (alpha: number): Trial<Point> => {
    const point = evaluate(moved(from.at, direction, alpha))
    return { alpha, value: point.value, slope: inner(point.gradient, direction), point }
  }
  const start: Trial<Point> = { alpha: 0, value: from.value, slope, point: from }
  // Nothing is known of the scale before the first step, so that it goes at most the length 1.
  const first = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(-slope))
  const { trial, evaluations } =
    slope < 0 ? strongWolfe(along, start, first, from.noise, search) : { trial: undefined, evaluations: 0 }
  if (trial === undefined || !isProgress(trial.point, from)) {
    if (pairs.length === 0) return { evaluations }
    const again = advance(evaluate, from, [], search)
    return { ...again, evaluations: evaluations + again.evaluations }
  }
  const pair = pairOf(differences(trial.point.at, from.at), differences(trial.point.gradient, from.gradient))
  // Without curvature a pair would make the approximation indefinite.
  return { point: trial.point, pair: pair.curvature > 0 ? pair : undefined, evaluations }
}

/** The pairs of a memory that was kept, of parameters like these. */
const pairsOf = (memory: unknown, params: Flat): readonly Pair[] => {
  if (!Array.isArray(memory))
    throw new ArgumentError({
      operation: 'lbfgs',
      problem: `the memory (${describe(memory)}) is no list`,
      remedy: 'Give the memory of an iterate',
    })
  return memory.map((correction: Partial<Correction<unknown>> | undefined, index) => {
    const [step, change] = (['step', 'change'] as const).map((name) =>
      flatLike('lbfgs', `memory[${index}].${name}`, correction?.[name], params),
    )
    const pair = pairOf(step, change)
    if (pair.curvature > 0) return pair
    throw new ArgumentError({
      operation: 'lbfgs',
      problem: `memory[${index}] has the curvature ${pair.curvature}, not one above 0`,
      remedy: 'Give the memory of an iterate',
    })
  })
}

const defaults: Required<LineSearchOptions> = { c1: 1e-4, c2: 0.9, maxEvaluations: 25 }

const checkSearch = (options: LineSearchOptions | undefined): Required<LineSearchOptions> => {
  checkIsOptions('lbfgs', options, lineSearchNames)
  const { c1, c2, maxEvaluations } = { ...defaults, ...options }
  if (!(c1 > 0 && c1 < c2 && c2 < 1))
    throw new ArgumentError({
      operation: 'lbfgs',
      problem: `c1 is ${c1} and c2 is ${c2}`,
      remedy: 'They must ascend between 0 and 1',
    })
  return { c1, c2, maxEvaluations: checkWhole('lbfgs', 'maxEvaluations', maxEvaluations, 1) }
}

/**
 * Minimises a function of any tree of float tensors to a float scalar by L-BFGS (Liu and Nocedal 1989) with a line search
 * for the strong Wolfe conditions: `lbfgs(f, options)(x0)` gives the iterates one by one, each when it is asked for, the
 * first at x0; the last one says why it is the last. The function and its gradient are compiled where they can be. Given
 * the parameters and the memory of an iterate, it goes on from there to the bit, with steps and evaluations counted anew.
 * Throws an ArgumentError for options out of range, a TreeError, ShapeError or DTypeError for a memory that is not like
 * the parameters, and what `grad` throws.
 *
 * @example
 * ```ts
 * import { add, mul, square, sub, tensor, type Tensor } from 'cotangent'
 * import { lastOf, lbfgs } from 'cotangent/optim'
 *
 * type Scalar = Tensor<[], 'float64'>
 * const rosenbrock = ({ x, y }: { x: Scalar; y: Scalar }) =>
 *   add(square(sub(1, x)), mul(100, square(sub(y, square(x)))))
 * const { params, ended } = lastOf(lbfgs(rosenbrock)({ x: tensor(-1.2), y: tensor(1) }))
 * ended // => 'converged'
 * sub(params.x, 1).shape // => []
 * ```
 */
export const lbfgs = <P extends Tree, D extends DType>(
  f: (params: P) => Tensor<[], D>,
  options: LbfgsOptions = {},
): ((start: P, memory?: readonly Correction<P>[]) => Iterable<Iterate<P>>) => {
  checkFunction('lbfgs', f)
  checkIsOptions('lbfgs', options, optionNames)
  const size = checkWhole('lbfgs', 'memory', options.memory ?? 10, 1)
  const tolerance = checkSize('lbfgs', 'tolerance', options.tolerance ?? 1e-8)
  const maxSteps = checkWhole('lbfgs', 'maxSteps', options.maxSteps ?? 1000, 0)
  const search = checkSearch(options.lineSearch)
  const both = prepared(valueAndGrad(f as never) as (params: P) => [value: Tensor, gradient: P], options)
  const evaluatorOf =
    (structure: Structure) =>
    (at: Leaves): Point => {
      const [value, gradient] = both(unflatten(structure, at) as P)
      return {
        at,
        value: Number(item(value)),
        noise: 8 * unitRoundoff(value.dtype as FloatDType),
        gradient: flatParams('lbfgs', gradient).leaves,
      }
    }
  return (start, memory = []) => ({
    *[Symbol.iterator]() {
      const flat = flatParams('lbfgs', start)
      const { leaves, structure } = flat
      const treeOf = (of: Leaves): P => unflatten(structure, of) as P
      const evaluate = evaluatorOf(structure)
      let pairs = pairsOf(memory, flat).slice(-size)
      let point = evaluate(leaves)
      let evaluations = 1
      for (let step = 0; ; step++) {
        const slope = largest(point.gradient)
        const here = {
          step,
          params: treeOf(point.at),
          value: point.value,
          gradient: treeOf(point.gradient),
          slope,
          evaluations,
          memory: pairs.map((pair) => ({ step: treeOf(pair.step), change: treeOf(pair.change) })),
        }
        const found = slope <= tolerance ? 'converged' : step >= maxSteps ? 'exhausted' : undefined
        const next = found === undefined ? advance(evaluate, point, pairs, search) : undefined
        if (next?.point === undefined) {
          yield { ...here, ended: found ?? 'stalled' }
          return
        }
        yield here
        pairs = next.pair === undefined ? [] : [...pairs, next.pair].slice(-size)
        evaluations += next.evaluations
        point = next.point
      }
    },
  })
}
