import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Precise, runPrecisely, widened } from '../../../src/engine/index.js'
import { applyPrimitive, type Primitive, primitives, traceBranch } from '../../../src/graph/index.js'
import { type Constant, fromRowMajor, rowMajor, type Shape, sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { runs } from '../../laws/counts.js'

/** 2^scale times a float64, as a whole number: exact for floats down to 2^-scale times 2^-52. */
const scale = 400

/** A float64 of a size between 2^-300 and 2^300 as a whole number of 2^-scale. */
const exactly = (x: number): bigint => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(x))
  const bits = view.getBigUint64(0)
  const biased = Number(bits >> 52n)
  const significand = (bits & ((1n << 52n) - 1n)) | (biased === 0 ? 0n : 1n << 52n)
  const shift = Math.max(1, biased) - 1075 + scale
  const size = shift >= 0 ? significand << BigInt(shift) : significand >> BigInt(-shift)
  return x < 0 ? -size : size
}

const sizeOfExact = (x: bigint): bigint => (x < 0n ? -x : x)

/** Numbers of full 53 bits and of wildly different sizes, each followed by what nearly cancels it, now and then. */
const terms = (count: number): fc.Arbitrary<readonly number[]> =>
  fc
    .array(
      fc.record({
        fraction: fc.double({ min: 1, max: 2, noNaN: true, maxExcluded: true }),
        exponent: fc.integer({ min: -60, max: 60 }),
        isNegative: fc.boolean(),
        cancels: fc.boolean(),
      }),
      { minLength: count, maxLength: count, size: 'max' },
    )
    .map((drawn) => {
      const made: number[] = []
      for (const { fraction, exponent, isNegative, cancels } of drawn) {
        const before = made.at(-1)
        made.push(
          cancels && before !== undefined ? -before * (1 + 2 ** -50) : (isNegative ? -1 : 1) * fraction * 2 ** exponent,
        )
      }
      return made
    })

const tensorOf = (shape: Shape, numbers: readonly number[]): Constant =>
  fromRowMajor('float64', [...shape], Float64Array.from(numbers))

const apply = (record: Primitive, attributes: unknown, operands: readonly Tensor[]): Precise => {
  const { graph } = traceBranch('test', (inputs) => applyPrimitive(record, attributes, inputs), operands)
  return runPrecisely(
    graph,
    operands.map((operand) => widened(operand as Constant)),
  )[0]
}

/** Pairs that are left of numbers when each has been added to a small one: float64 is not enough for them. */
const withLows = (x: Tensor): Tensor => {
  const third = applyPrimitive(primitives.div, {}, [x, tensorOf(x.shape, new Array(sizeOf(x.shape)).fill(3))])[0]
  return applyPrimitive(primitives.mul, {}, [third, third])[0]
}

const elements = (x: Precise): readonly bigint[] => {
  const low = x.low === undefined ? undefined : rowMajor(x.low)
  return Array.from(
    rowMajor(x.high),
    (high: number, at: number) => exactly(high) + (low === undefined ? 0n : exactly(low[at])),
  )
}

/** u^2: an operation on pairs is off by a few of these. */
const unit = 106

/**
 * Sums of n terms: n^2 / 2 u^2 of the terms' sizes within a block of 32, 3 u^2 for each of the blocks; two u^2 more for
 * each term that is a product, six for its own.
 */
const boundOn = (size: bigint, count: number): bigint => {
  const length = Math.min(count, 32)
  const units = (length * length) / 2 + 3 * Math.ceil(count / 32) + 8
  return (size * BigInt(Math.ceil(units))) >> BigInt(unit)
}

const expectClose = (found: bigint, parts: readonly bigint[]): void => {
  const sum = parts.reduce((total, part) => total + part, 0n)
  const size = parts.reduce((total, part) => total + sizeOfExact(part), 0n)
  const error = sizeOfExact(found - sum)
  if (error > boundOn(size, parts.length)) throw new Error(`off by ${error}, more than ${boundOn(size, parts.length)}`)
}

describe('sums of numbers that cancel', () => {
  it.each([1, 7, 33, 200])('of %i terms', (count) =>
    fc.assert(
      fc.property(terms(count), (numbers) => {
        const [sum] = elements(apply(primitives.sumTo, { shape: [] }, [tensorOf([count], numbers)]))
        expectClose(sum, numbers.map(exactly))
      }),
      runs(20),
    ),
  )

  it('along an axis that is not the last', () =>
    fc.assert(
      fc.property(terms(3 * 40), (numbers) => {
        const sums = elements(apply(primitives.sumTo, { shape: [1, 3] }, [tensorOf([40, 3], numbers)]))
        sums.forEach((sum, column) => {
          expectClose(sum, numbers.filter((_, index) => index % 3 === column).map(exactly))
        })
      }),
      runs(20),
    ))

  it('running, in either direction', () =>
    fc.assert(
      fc.property(terms(40), fc.boolean(), (numbers, reverse) => {
        const sums = elements(apply(primitives.cumulativeSum, { axis: 0, reverse }, [tensorOf([40], numbers)]))
        sums.forEach((sum, end) => {
          expectClose(sum, (reverse ? numbers.slice(end) : numbers.slice(0, end + 1)).map(exactly))
        })
      }),
      runs(20),
    ))

  it('at places that indices say', () =>
    fc.assert(
      fc.property(terms(4), terms(30), fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }), (x, updates, indices) => {
        const sums = elements(
          apply(primitives.scatterAdd, { axis: 0, batchAxes: 0 }, [
            tensorOf([4], x),
            fromRowMajor('int32', [30], Int32Array.from(indices)),
            tensorOf([30], updates),
          ]),
        )
        sums.forEach((sum, at) => {
          expectClose(sum, [x[at], ...updates.filter((_, index) => indices[index] === at)].map(exactly))
        })
      }),
      runs(20),
    ))

  it('of windows that overlap', () =>
    fc.assert(
      fc.property(terms(8 * 3), (numbers) => {
        const sums = elements(
          apply(primitives.overlapAdd, { axis: 0, extent: 10, stride: 1, dilation: 1 }, [tensorOf([8, 3], numbers)]),
        )
        sums.forEach((sum, at) => {
          expectClose(sum, numbers.filter((_, index) => Math.floor(index / 3) + (index % 3) === at).map(exactly))
        })
      }),
      runs(20),
    ))
})

describe('products of matrices', () => {
  it.each([3, 50])('of %i terms that cancel', (inner) =>
    fc.assert(
      fc.property(terms(2 * inner), terms(inner * 2), (left, right) => {
        const product = apply(primitives.matmul, {}, [tensorOf([2, inner], left), tensorOf([inner, 2], right)])
        elements(product).forEach((cell, at) => {
          const [row, column] = [at >> 1, at & 1]
          const parts = Array.from(
            { length: inner },
            (_, k) => (exactly(left[row * inner + k]) * exactly(right[k * 2 + column])) >> BigInt(scale),
          )
          expectClose(cell, parts)
        })
      }),
      runs(20),
    ),
  )

  it('of factors that have low parts', () =>
    fc.assert(
      fc.property(terms(40), terms(40), (left, right) => {
        const operands = [tensorOf([1, 40], left), tensorOf([40, 1], right)]
        const map = (inputs: readonly Tensor[]): readonly Tensor[] => {
          const [a, b] = inputs.map(withLows)
          return [a, b, ...applyPrimitive(primitives.matmul, {}, [a, b])]
        }
        const { graph } = traceBranch('test', map, operands)
        const [a, b, [cell]] = runPrecisely(graph, operands.map(widened)).map(elements)
        expectClose(
          cell,
          a.map((x, k) => (x * b[k]) >> BigInt(scale)),
        )
      }),
      runs(20),
    ))

  const product = (left: readonly number[], right: readonly number[]): Precise =>
    apply(primitives.matmul, {}, [tensorOf([1, left.length], left), tensorOf([right.length, 1], right)])

  it.each([
    [[1e308, 1], [1, 1], 1e308],
    [[2 ** 1000, 2 ** 1000], [2 ** -1000, 3 * 2 ** -1000], 4],
    [[1e308, 1e308], [10, -10], Number.NaN],
    [[Number.POSITIVE_INFINITY, 1], [1, 1], Number.POSITIVE_INFINITY],
    [[Number.NaN, 1], [1, 1], Number.NaN],
    [[], [], 0],
  ])('%o times %o', (left, right, expected) => expect(rowMajor(product(left, right).high)[0]).toBe(expected))
})

it.each([
  [[Number.POSITIVE_INFINITY, 1], Number.POSITIVE_INFINITY],
  [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], Number.NaN],
  [[1e308, 1e308, -1e308], Number.POSITIVE_INFINITY],
  [[-0], 0],
  [[], 0],
])('the sum of %o', (numbers, expected) =>
  expect(rowMajor(apply(primitives.sumTo, { shape: [] }, [tensorOf([numbers.length], numbers)]).high)[0]).toBe(
    expected,
  ),
)
