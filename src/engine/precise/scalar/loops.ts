import { type ElementwiseName, functions } from './functions.js'
import type { Pair } from './pair.js'
import { addParts, divParts, mulParts, rest } from './parts.js'

/** The elements of a tensor as pairs; no low parts at all where they are 0. */
export interface Pairs {
  readonly high: Float64Array
  readonly low: Float64Array | undefined
}

/** The elements of a result. */
export interface MadePairs extends Pairs {
  readonly low: Float64Array
}

type Loop = (result: MadePairs, operands: readonly MadePairs[], count: number) => void

// The three that most of the work consists of: loops of their own, without objects.

const sum: Loop = ({ high, low }, [a, b], count) => {
  const [aHigh, aLow, bHigh, bLow] = [a.high, a.low, b.high, b.low]
  for (let i = 0; i < count; i++) {
    high[i] = addParts(aHigh[i], aLow[i], bHigh[i], bLow[i])
    low[i] = rest[0]
  }
}

const difference: Loop = ({ high, low }, [a, b], count) => {
  const [aHigh, aLow, bHigh, bLow] = [a.high, a.low, b.high, b.low]
  for (let i = 0; i < count; i++) {
    high[i] = addParts(aHigh[i], aLow[i], -bHigh[i], -bLow[i])
    low[i] = rest[0]
  }
}

const product: Loop = ({ high, low }, [a, b], count) => {
  const [aHigh, aLow, bHigh, bLow] = [a.high, a.low, b.high, b.low]
  for (let i = 0; i < count; i++) {
    high[i] = mulParts(aHigh[i], aLow[i], bHigh[i], bLow[i])
    low[i] = rest[0]
  }
}

const quotient: Loop = ({ high, low }, [a, b], count) => {
  const [aHigh, aLow, bHigh, bLow] = [a.high, a.low, b.high, b.low]
  for (let i = 0; i < count; i++) {
    high[i] = divParts(aHigh[i], aLow[i], bHigh[i], bLow[i])
    low[i] = rest[0]
  }
}

const opposite: Loop = ({ high, low }, [x], count) => {
  for (let i = 0; i < count; i++) {
    high[i] = -x.high[i]
    low[i] = -x.low[i]
  }
}

const at = ({ high, low }: MadePairs, i: number): Pair => ({ high: high[i], low: low[i] })

/** Any function of one, two or three pairs. */
const generally =
  (of: (...operands: readonly Pair[]) => Pair): Loop =>
  ({ high, low }, [a, b, c], count) => {
    for (let i = 0; i < count; i++) {
      const result =
        b === undefined ? of(at(a, i)) : c === undefined ? of(at(a, i), at(b, i)) : of(at(a, i), at(b, i), at(c, i))
      high[i] = result.high
      low[i] = result.low
    }
  }

const quick: { readonly [P in ElementwiseName]?: Loop } = {
  add: sum,
  sub: difference,
  mul: product,
  div: quotient,
  neg: opposite,
}

/** A function of the table, of any number of operands. */
export const functionOf = (name: ElementwiseName): ((...operands: readonly Pair[]) => Pair) =>
  functions[name] as (...operands: readonly Pair[]) => Pair

/** Nobody writes to these. */
const zeros = new Float64Array(2 ** 12)

/** At least as many zeros as are asked for. */
const zerosOf = (count: number): Float64Array => (count <= zeros.length ? zeros : new Float64Array(count))

/**
 * An elementwise primitive on the first `count` elements of its operands; a `low` of the result that is 0 throughout is
 * there all the same. It is written to `result` where that is given.
 */
export const mapPairs = (
  name: ElementwiseName,
  operands: readonly Pairs[],
  count: number,
  result: MadePairs = { high: new Float64Array(count), low: new Float64Array(count) },
): MadePairs => {
  const complete = operands.map(({ high, low }) => ({ high, low: low ?? zerosOf(count) }))
  const loop = quick[name] ?? generally(functionOf(name))
  loop(result, complete, count)
  return result
}
