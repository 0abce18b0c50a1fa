import { describe, expect, it } from 'vitest'
import { type ElementwiseName, functionOf, functions, widen } from '../../../../src/engine/precise/scalar/index.js'
import { type Elementwise, primitives } from '../../../../src/graph/index.js'
import { type DType, DTypeError, float64Arithmetic } from '../../../../src/tensor/index.js'

const names = Object.keys(functions) as readonly ElementwiseName[]

const elementwiseOn = (dtype: DType): readonly string[] =>
  Object.values(primitives)
    .filter((record): record is (typeof primitives)[ElementwiseName] => 'kernel' in record)
    .filter((record) => {
      const arity = record.name === 'where' ? 0 : record.kernel.length - 1
      const operands = arity === 0 ? ['bool' as const, dtype, dtype] : Array.from({ length: arity }, () => dtype)
      try {
        record.infer(
          operands.map((each) => ({ shape: [], dtype: each })),
          {},
        )
        return true
      } catch (error) {
        if (error instanceof DTypeError) return false
        throw error
      }
    })
    .map(({ name }) => name)

it('has every elementwise primitive that takes floats, and no other', () => {
  expect(names.length).toBeGreaterThan(40)
  expect([...names].sort()).toEqual([...elementwiseOn('float64')].sort())
})

const specials = [
  ...[0, Number.MIN_VALUE, 2 ** -1022, 1e-300, 0.5, 1, 1 + 2 ** -52, 1.5, 2, 2.5, 3, 710, 1e5, 2 ** 53, 1e300],
  ...[Number.MAX_VALUE, Number.POSITIVE_INFINITY],
].flatMap((x) => [x, -x])
const numbers = [...specials, Number.NaN]

/** The kernels of float64 are within one unit, and pairs are within a half: so their high parts are at most two apart. */
const agrees = (found: number, expected: number): boolean =>
  Object.is(found, expected) ||
  (found !== 0 &&
    expected !== 0 &&
    Math.abs(found - expected) <= 2 * Math.max(Math.abs(expected) * 2 ** -52, 2 ** -1074))

describe.each(names)('%s', (name) => {
  const kernel = (primitives[name] as Elementwise).kernel
  const arity = name === 'where' ? 3 : kernel.length - 1
  const operands: readonly (readonly number[])[] =
    arity === 1
      ? numbers.map((x) => [x])
      : arity === 2
        ? numbers.flatMap((a) => numbers.map((b) => [a, b]))
        : [0, 1].flatMap((condition) => numbers.flatMap((a) => numbers.map((b) => [condition, a, b])))

  it('is what float64 says of zeros, infinities, NaN, subnormal numbers and those at the limits of the range', () => {
    for (const each of operands) {
      const expected = kernel(float64Arithmetic, ...each)
      const { high, low } = functionOf(name)(...each.map(widen))
      expect(agrees(high, expected), `${name}(${each.join(', ')}) is ${high} + ${low}, not ${expected}`).toBe(true)
      expect(Number.isFinite(low), `${name}(${each.join(', ')}) is ${high} + ${low}`).toBe(true)
      if (high === 0 || !Number.isFinite(high)) expect(Math.abs(low)).toBe(0)
    }
  })
})
