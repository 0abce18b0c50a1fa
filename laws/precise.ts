import { type Precise, prepare, rounded, runPrecisely, widened } from '../src/engine/index.js'
import { applyPrimitive, type Graph, primitives, traceBranch } from '../src/graph/index.js'
import {
  type Constant,
  filled,
  fromRowMajor,
  isFloat,
  rowMajor,
  type Tensor,
  unitRoundoff,
} from '../src/tensor/index.js'
import type { At } from './derivative.js'
import { type Law, law, straying, type Violation } from './law.js'
import { cotangentMap, type TensorMap, tangentMap } from './maps.js'
import { roundedInner } from './rounding.js'
import { precision, roundingTolerance } from './tolerance.js'

/** A number as the unevaluated sum of two. */
interface Sum {
  readonly high: number
  readonly low: number
}

/** How far sums are apart; the same infinity and NaN, which have no difference, are not. */
const difference = (a: Sum, b: Sum): number =>
  Object.is(a.high, b.high) && !Number.isFinite(a.high) ? 0 : a.high - b.high + (a.low - b.low)

const sumAt = ({ high, low }: Precise, offset: number): Sum => ({
  high: rowMajor(high)[offset],
  low: low === undefined ? 0 : rowMajor(low)[offset],
})

const constants = (tensors: readonly Tensor[]): readonly Precise[] =>
  tensors.map((tensor) => widened(tensor as Constant))

const inFloat64 = (x: Tensor): Tensor =>
  x.dtype === 'float64' ? x : applyPrimitive(primitives.convert, { dtype: 'float64' }, [x])[0]

const times = (a: Tensor, b: Tensor): Tensor => {
  const [product] = applyPrimitive(primitives.mul, {}, [inFloat64(a), inFloat64(b)])
  return applyPrimitive(primitives.sumTo, { shape: [] }, [product])[0]
}

const plus = (a: Tensor, b: Tensor): Tensor => applyPrimitive(primitives.add, {}, [a, b])[0]

/** The inner product <w, f(x)>, and nothing rounded to fewer than some 31 digits. */
const preciseInner = (
  map: TensorMap,
  primals: readonly Tensor[],
  weights: readonly Tensor[],
  at: readonly Precise[] = constants(primals),
): Sum => {
  const zero: Tensor = filled('float64', [], 0)
  const weighted: TensorMap = (inputs) => [
    map(inputs).reduce((sum, output, index) => plus(sum, times(weights[index], output)), zero),
  ]
  const { graph } = traceBranch('laws', weighted, primals, primals)
  return sumAt(runPrecisely(graph, at)[0], 0)
}

/** Of the rounding in float64, or in float32 where there is nothing else, the share that is left in precise numbers. */
const shareOf = (tensors: readonly Tensor[]): number =>
  precision / unitRoundoff(tensors.some(({ dtype }) => dtype === 'float64') ? 'float64' : 'float32')

/**
 * What a map computes is as far from its precise value as the bounds on its rounding say, and no farther.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { precise } from 'cotangent/laws'
 *
 * precise.agreement(([x]) => [exp(x)]).holds([tensor([0.5, -3])], [tensor([1, 1])], [tensor([1, 1])]) // => true
 * ```
 */
export const agreement = (map: TensorMap): Law<At> =>
  law('agreement', 'f(x) in float64 = f(x) in 31 digits, rounded', (primals, _, weights) => {
    const { value, noise } = roundedInner(map, primals, weights)
    return straying('<w, f(x)>', value, preciseInner(map, primals, weights).high, roundingTolerance(noise))
  })

/**
 * Forward and reverse mode are adjoint, <u, J v> = <J' u, v>, with 2^-95 in the place of unit roundoffs.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { precise } from 'cotangent/laws'
 *
 * precise.adjoint(([x]) => [mul(x, x)]).holds([tensor(0.1)], [tensor(0.3)], [tensor(0.7)]) // => true
 * ```
 */
export const adjoint = (map: TensorMap): Law<At> =>
  law('precise adjoint', "<u, J v> = <J' u, v> to 2^-95", (primals, tangents, weights) => {
    const forward = [tangentMap(map), [...primals, ...tangents], weights] as const
    const reverse = [cotangentMap(map, primals.length), [...primals, ...weights], tangents] as const
    const noises = [forward, reverse].map((side) => roundedInner(...side).noise)
    const [a, b] = [preciseInner(...reverse), preciseInner(...forward)]
    const share = shareOf([...primals, ...weights])
    return straying("<J' u, v> - <u, J v>", difference(a, b), 0, roundingTolerance(...noises) * share)
  })

/** The step of precise differences: h^2 is 2^-60, and 2^-95 / h still less. */
const step = 2 ** -30

const movedPrecisely = (primals: readonly Tensor[], tangents: readonly Tensor[], t: number): readonly Precise[] => {
  const map: TensorMap = (inputs) =>
    inputs.map((input, index) => plus(inFloat64(input), scaled(inFloat64(tangents[index]), t)))
  const { graph } = traceBranch('laws', map, primals)
  const still = constants(primals)
  return runPrecisely(graph, still).map((moved, index) => {
    const { dtype } = primals[index]
    return isFloat(dtype) ? { ...moved, dtype } : still[index]
  })
}

const scaled = (x: Tensor, factor: number): Tensor =>
  applyPrimitive(primitives.mul, {}, [x, filled('float64', x.shape, factor)])[0]

/**
 * A precise central difference is the derivative in forward mode to some 2^-60. Its truncation error is h^2 f'''/6 and
 * more; with twice the step it is four times that, so the two differ by three times of it.
 *
 *   |D(h) - J v| <= |D(2h) - D(h)| + (N(x + h v) + N(x - h v)) / 2h + N'(x)   in precise numbers
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { precise } from 'cotangent/laws'
 *
 * precise.centralDifference(([x]) => [exp(x)]).holds([tensor(0.1)], [tensor(1)], [tensor(1)]) // => true
 * ```
 */
export const centralDifference = (map: TensorMap): Law<At> =>
  law('precise central difference', '(f(x + h v) - f(x - h v)) / 2h = J(x) v', (primals, tangents, weights) => {
    const quotient = (h: number): Sum => {
      const [after, before] = [h, -h].map((t) =>
        preciseInner(map, primals, weights, movedPrecisely(primals, tangents, t)),
      )
      const high = (after.high - before.high) / (2 * h)
      return { high, low: (after.low - before.low) / (2 * h) }
    }
    const [near, far] = [quotient(step), quotient(2 * step)]
    const slope = preciseInner(tangentMap(map), [...primals, ...tangents], weights)
    // At the point itself there may be none: of a product with a factor 0, say.
    const [noiseAfter, noiseBefore] = [step, -step].map(
      (t) => roundedInner(map, movedPrecisely(primals, tangents, t).map(rounded), weights).noise / (2 * step),
    )
    const slopeNoise = roundedInner(tangentMap(map), [...primals, ...tangents], weights).noise
    const share = shareOf([...primals, ...weights])
    const tolerance = Math.abs(difference(far, near)) + roundingTolerance(noiseAfter, noiseBefore, slopeNoise) * share
    return straying('J v - D(h)', difference(slope, near), 0, tolerance)
  })

/** Another number for one element of one input. */
export interface Change extends Sum {
  readonly input: number
  readonly offset: number
}

/** A graph at a point, and what is changed there, one element after another; each time, all else is as it was. */
export interface Changes {
  readonly graph: Graph
  readonly operands: readonly Precise[]
  readonly changes: readonly Change[]
}

/** The parts of all elements, one after another; the sign of a low part that is 0 means nothing. */
const partsOf = (x: Precise): readonly number[] => {
  const high = Array.from<number>(rowMajor(x.high))
  const low = x.low === undefined ? high.map(() => 0) : Array.from<number>(rowMajor(x.low)).map((part) => part + 0)
  return [...high, ...low]
}

const withElement = (x: Precise, offset: number, { high, low }: Sum): Precise => {
  const put = (part: Constant | undefined, value: number): Constant => {
    const elements = part === undefined ? new Float64Array(rowMajor(x.high).length) : Float64Array.from(rowMajor(part))
    elements[offset] = value
    return fromRowMajor('float64', x.shape, elements)
  }
  return { ...x, high: put(x.high, high), low: put(x.low, low) }
}

const unequalParts = (what: string, some: readonly Precise[], all: readonly Precise[]): readonly Violation[] =>
  some.flatMap((one, index) => {
    const [a, b] = [partsOf(one), partsOf(all[index])]
    const at = a.findIndex((part, place) => !Object.is(part, b[place]))
    return at < 0 ? [] : [{ what: `part ${at} of output ${index} ${what}`, found: a[at], expected: b[at] }]
  })

/**
 * Where one element of an input changes, what is computed anew and what is kept are together, to the bit, what a whole
 * evaluation gives; however often that is done, and when nothing changes after all.
 *
 * @example
 * ```ts
 * import { exp, makeGraph, tensor } from 'cotangent'
 * import { precise } from 'cotangent/laws'
 *
 * const x = tensor([1, 2])
 * const changes = [{ input: 0, offset: 1, high: 3, low: 2 ** -60 }]
 * precise.preparation.holds(precise.changesAt(makeGraph(exp)(x), [x], changes)) // => true
 * ```
 */
export const preparation: Law<readonly [changes: Changes]> = law(
  'preparation',
  'a prepared graph with one element changed is, to the bit, the graph evaluated there',
  ({ graph, operands, changes }) => {
    const { outputs, changed } = prepare(graph, operands)
    const ofChange = ({ input, offset, high, low }: Change, index: number): readonly Violation[] => {
      const whole = runPrecisely(graph, operands.with(input, withElement(operands[input], offset, { high, low })))
      return unequalParts(`after change ${index}`, changed(input, offset, { high, low }), whole)
    }
    const backs = changes.map(({ input, offset }) => ({ input, offset, ...sumAt(operands[input], offset) }))
    return [
      ...unequalParts('at first', outputs, runPrecisely(graph, operands)),
      ...[...changes, ...backs].flatMap(ofChange),
    ]
  },
)

/** Changes of a graph at given operands. */
export const changesAt = (graph: Graph, operands: readonly Tensor[], changes: readonly Change[]): Changes => ({
  graph,
  operands: constants(operands),
  changes,
})
