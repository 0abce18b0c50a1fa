import { add, exp, mul, sin, square, sub, sum, type Tensor, tensor, toArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { argmax, argmin, forward, type Gradient, reverse } from '../../../examples/gradbench/descent.js'
import { argmin as byHand } from '../../bench/gradbench/loops/descent.js'
import { deviationOf } from './deviation.js'
import { precisely } from './precisely.js'

type Vector = Tensor<[number], 'float64'>

const modes: Readonly<Record<string, Gradient>> = { forward, reverse }

/** (b - sin a)^2 + e^a b, least at b = sin a - e^a / 2. */
const valley =
  (a: Vector) =>
  (b: Vector): Tensor<[], 'float64'> =>
    sum(add(square(sub(b, sin(a))), mul(exp(a), b)))

const start = tensor([1, -2]) as Vector

/** A few hundred steps, each of which rounds some ten times, on a function that is as steep everywhere. */
const bound = 500 * 10 * 2 ** -53

describe.each(Object.entries(modes))('a descent by %s mode', (_, inner) => {
  const a = tensor([0.3, -0.7]) as Vector

  it('ends where the loops by hand do', () => {
    const b = toArray(argmin(valley(a), inner, start))
    const [p, q] = [0.3, -0.7].map((each) => [Math.sin(each), Math.exp(each)])
    const { x } = byHand(
      (b) => (b[0] - p[0]) ** 2 + p[1] * b[0] + (b[1] - q[0]) ** 2 + q[1] * b[1],
      (b, into) => {
        into[0] = 2 * (b[0] - p[0]) + p[1]
        into[1] = 2 * (b[1] - q[0]) + q[1]
      },
      Float64Array.of(1, -2),
    )
    expect(deviationOf(b, [...x])).toBeLessThanOrEqual(bound)
  })

  it('ascends to the same place', () => {
    const upside = (b: Vector) => mul(valley(a)(b), -1)
    expect(toArray(argmax(upside, inner, start))).toEqual(toArray(argmin(valley(a), inner, start)))
  })

  it.each(Object.entries(modes))('has the derivative of precise differences by %s mode', (_, outer) => {
    const depth = (x: Vector) => sum(square(argmin(valley(x), inner, start)))
    const slopes = precisely(depth, a)
      .slopes()
      .map(([slope]) => slope)
    expect(deviationOf(toArray(outer(depth)(a)), slopes)).toBeLessThanOrEqual(bound)
  })
})
