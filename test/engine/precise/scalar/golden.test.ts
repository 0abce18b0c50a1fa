import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ElementwiseName, functionOf, type Pair } from '../../../../src/engine/precise/scalar/index.js'

/**
 * Reference digits: for every function some dozens of points and more, of which many are hard (near zeros, near 1, tiny, huge, subnormal, at
 * the bounds of reductions and tables, near multiples of pi/2). They were worked out with mpmath 1.2.1 at 2400 bits, the
 * points being exactly the pairs given. A row is the operands, each as high and low part, and the value as the float64
 * nearest to it and the one nearest to what that leaves.
 */
type Row = readonly [operands: readonly number[], value: readonly [high: number, low: number]]

const reference = JSON.parse(readFileSync(new URL('../../../golden/precise.json', import.meta.url), 'utf8')) as {
  readonly [P in ElementwiseName]?: readonly Row[]
}
const cases = Object.entries(reference) as readonly [ElementwiseName, readonly Row[]][]

/** What every function promises: so much of its value. */
const promised = 2 ** -98

/** Below this size the low part of a value has less than 53 bits, since no float64 is less than 2^-1074. */
const roomy = 2 ** -970

/** Half a unit for the value and half for the reference, where both are rounded to units of 2^-1074. */
const leastUnits = 2 ** -1074

const pairsOf = (parts: readonly number[]): readonly Pair[] =>
  Array.from({ length: parts.length / 2 }, (_, at) => ({ high: parts[2 * at], low: parts[2 * at + 1] }))

/** How far a value is from the reference, in units of what is allowed. */
const excess = ({ high, low }: Pair, value: Row[1]): number => {
  const error = Math.abs(high - value[0] + (low - value[1]))
  const allowed = Math.abs(value[0]) * promised + (Math.abs(value[0]) < roomy ? leastUnits : 0)
  return error === 0 ? 0 : error / allowed
}

describe.each(cases)('%s', (name, rows) => {
  const f = functionOf(name)

  it(`has ${rows.length} values to 2^-98 of them`, () => {
    for (const [operands, value] of rows) {
      const found = f(...pairsOf(operands))
      expect(
        excess(found, value),
        `${name} at ${operands.join(', ')}: ${found.high} + ${found.low}`,
      ).toBeLessThanOrEqual(1)
    }
  })

  it('gives pairs: the high part is the float64 nearest to the sum', () => {
    for (const [operands] of rows) {
      const { high, low } = f(...pairsOf(operands))
      expect(high + low).toBe(high)
    }
  })
})

it('would not pass for a function of float64', () => {
  const rows = cases.find(([name]) => name === 'log')?.[1] ?? []
  expect(rows.filter(([[x], value]) => excess({ high: Math.log(x), low: 0 }, value) <= 1).length).toBeLessThan(3)
})
