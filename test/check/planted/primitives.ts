import { add, astype, grad, jacfwd, mul, sum, type Tensor } from 'cotangent'
import fc from 'fast-check'
import { samplesOf } from '../../../laws/index.js'
import { flagged, partial } from '../../../laws/maps.js'
import type { Mutant } from '../../../laws/mutants/index.js'
import { applied, type Sample } from '../../../laws/primitive.js'
import type { DomainCase, OperandDomain, Primitive } from '../../../src/graph/index.js'
import { allocate, type Constant, fromRowMajor, isFloat, rowMajor } from '../../../src/tensor/index.js'
import { saidAtOnce } from './look.js'
import type { Both, Cause } from './naming.js'

type Scalar = Tensor<[], 'float64'>
type Untyped = (...args: readonly unknown[]) => Tensor

const [plus, inFloat64, times, total] = [add, astype, mul, sum] as unknown as readonly Untyped[]

/** A point of one of the cases of a primitive's domain, with everything that moves. */
interface Point {
  readonly case: number
  readonly sample: Sample
  /** What the leaves are multiplied by before the primitive gets them, so that tangents are no ones: a power of two. */
  readonly scale: number
}

/** A function to a scalar as users have them: all results of a primitive, with weights, added up. */
const weighted =
  (record: Primitive, { sample: { attributes, operands, moving, seen, weights }, scale }: Point) =>
  (leaves: readonly Tensor[]): Scalar => {
    const primals = scale === 1 ? leaves : leaves.map((leaf) => times(leaf, scale))
    const results = flagged(partial(applied(record, attributes), operands, moving)(primals), seen)
    const terms = results.map((result, index) =>
      total(times(inFloat64(result, 'float64'), inFloat64(weights[index], 'float64'))),
    )
    return terms.reduce((left, right) => plus(left, right)) as Scalar
  }

/** The items of several lists, one of each in turn. */
const inTurn = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat()

/** Floats rounded to multiples of 3, so that zeros, kinks and ties abound. */
const coarse = (x: Constant, { low, high, arranged = (drawn) => drawn }: OperandDomain): Constant => {
  if (!isFloat(x.dtype)) return x
  const rounded = Array.from<number>(rowMajor(x)).map((element) => 3 * Math.round(element / 3) + 0)
  const elements = allocate(x.dtype, rounded.length)
  elements.set(rounded.map((element) => Math.min(high, Math.max(low, element))))
  return arranged(fromRowMajor(x.dtype, x.shape, elements))
}

/**
 * So many points of each case of a primitive's domain, the cases in turn: clear of kinks, those with tangents of 2, at
 * kinks and ties, and anywhere.
 */
export const pointsOf = (record: Primitive, { seed, count }: { readonly seed: number; readonly count: number }) => {
  const cases = record.domain() as readonly DomainCase<never>[]
  const draw = (where: 'anywhere' | 'clear of kinks'): readonly Point[] =>
    inTurn(
      cases.map((domainCase, index) =>
        fc
          .sample(samplesOf(record, domainCase, where), { seed: seed + index, numRuns: count })
          .filter(({ weights }) => weights.length > 0)
          .map((sample) => ({ case: index, sample, scale: 1 })),
      ),
    )
  const [clear, anywhere] = [draw('clear of kinks'), draw('anywhere')]
  return {
    clear,
    scaled: clear.map((point) => ({ ...point, scale: 2 })),
    coarse: anywhere.map((point) => ({
      ...point,
      sample: {
        ...point.sample,
        operands: point.sample.operands.map((operand, index) =>
          coarse(operand as Constant, cases[point.case].operands[index]),
        ),
      },
    })),
    anywhere,
  }
}

export type Points = ReturnType<typeof pointsOf>

const modeOf = ({ rule }: Pick<Mutant, 'rule'>) => (rule === 'jvp' ? 'forward' : 'reverse')

type Transform = (f: unknown) => (leaves: readonly Tensor[]) => readonly Tensor[]

const derivativeBy = (mode: 'forward' | 'reverse'): Transform => (mode === 'forward' ? jacfwd : grad) as never

/** A function to a scalar with a derivative in it: the slope of another along the tangents of a point. */
const slopeOf =
  (f: (leaves: readonly Tensor[]) => Scalar, { sample: { tangents } }: Point, mode: 'forward' | 'reverse') =>
  (leaves: readonly Tensor[]): Scalar =>
    derivativeBy(mode)(f)(leaves)
      .map((slope, index) => total(times(inFloat64(slope, 'float64'), inFloat64(tangents[index], 'float64'))))
      .reduce((left, right) => plus(left, right)) as Scalar

/** How closely a mutant is looked at: the orders of derivatives, and whether the function has a derivative in it. */
export interface Depth {
  readonly order: 1 | 2
  readonly within?: true
}

/** What the check says of a record's rule at a point. */
export const saidAt = (
  { record, rule }: Pick<Mutant, 'record' | 'rule'>,
  point: Point,
  { order, within }: Depth,
  diagnosed = false,
) => {
  const primals = flagged(point.sample.operands, point.sample.moving)
  const leaves = point.scale === 1 ? primals : primals.map((primal) => times(primal, 1 / point.scale))
  const mode = modeOf({ rule })
  const f = weighted(record, point)
  return saidAtOnce(within ? slopeOf(f, point, mode) : f, leaves, { mode, order }, diagnosed)
}

/**
 * Where a mutant of a record is found: the first of some points at which its gradient is wrong, or not finite where that
 * of the right rules is right.
 */
export const foundAt = (mutant: Mutant, right: Primitive, points: readonly Point[], depth: Depth): Point | undefined =>
  points.find((point) => {
    if (!mutant.cases.includes(point.case)) return false
    const { reason } = saidAt(mutant, point, depth)
    const isBroken = (): boolean => saidAt({ ...mutant, record: right }, point, depth).reason === 'right'
    return reason === 'wrong' || (reason === 'nonFinite' && isBroken())
  })

const gradientAt = (record: Primitive, point: Point, mode: 'forward' | 'reverse'): readonly (readonly number[])[] => {
  const leaves = flagged(point.sample.operands, point.sample.moving)
  const found = derivativeBy(mode)(weighted(record, point))(leaves) as readonly Constant[]
  return found.map((each) => Array.from<number>(rowMajor(each)))
}

/** The gradients by a mutant and by the right rules. */
export const bothAt = (mutant: Mutant, right: Primitive, point: Point): Both => {
  const leaves = flagged(point.sample.operands, point.sample.moving)
  const mode = modeOf(mutant)
  return {
    paths: leaves.map((_, index) => `[${index}]`),
    shapes: leaves.map(({ shape }) => shape),
    wrong: gradientAt(mutant.record, point, mode),
    right: gradientAt(right, point, mode),
  }
}

const names: readonly (readonly [pattern: RegExp, cause: Cause])[] = [
  [/ of ones$/, 'droppedCotangent'],
  [/ passed through$/, 'skippedDerivative'],
  [/ with result \d for operand \d$/, 'atActivation'],
  [/ with operand \d for result \d$/, 'atPreactivation'],
  [/ operands \d and \d exchanged$/, 'exchangedOperands'],
  [/ that of operand \d$/, 'exchangedOperands'],
  [/ dropped$/, 'missingTerm'],
  [/ (twice|half|a thousandth more|divided by the count|times the count)$/, 'factor'],
  [/ sign$/, 'sign'],
  // Of two slices, to be without one is to have the other alone.
  [/ (only|without) the (first|last) slice of axis \d$/, 'unsummed'],
]

/** What a mutant is called, where it is a mistake that has a name. */
export const namesOf = ({ name }: Mutant): readonly Cause[] =>
  names.flatMap(([pattern, cause]) => (pattern.test(name) ? [cause] : []))
