import { describe, expect, it } from 'vitest'
import { acos, asin, atan, atan2, cos, float64Arithmetic as o, sin, tan } from '../../../src/tensor/scalar/index.js'
import { logUniform, take, uniform } from './samples.js'

const { NaN: nan, POSITIVE_INFINITY: infinity, MIN_VALUE: least, MAX_VALUE: greatest } = Number

/** The double nearest to an odd multiple of pi/2 for its size. */
const nearest = 6381956970095103 * 2 ** 797

const limits: readonly (readonly [number, number])[] = [
  [infinity, nan],
  [-infinity, nan],
  [nan, nan],
]

/** What is nearly the identity around 0. */
const nearlyItself = [0, -0, least, -least, 3 * least, 1e-310, -1e-300, 1e-9].map((x) => [x, x] as const)

describe.each([
  [
    'sin',
    sin,
    [
      ...nearlyItself,
      ...limits,
      [Math.PI, 1.2246467991473532e-16],
      [-Math.PI, -1.2246467991473532e-16],
      [Math.PI / 2, 1],
      [1, 0.8414709848078965],
      [1e22, -0.8522008497671888],
      [nearest, 1],
      [greatest, 0.004961954789184062],
      [-greatest, -0.004961954789184062],
    ],
  ],
  [
    'cos',
    cos,
    [
      [0, 1],
      [-0, 1],
      [least, 1],
      [1e-9, 1],
      ...limits,
      [Math.PI, -1],
      [Math.PI / 2, 6.123233995736766e-17],
      [-Math.PI / 2, 6.123233995736766e-17],
      [1, 0.5403023058681398],
      [1e22, 0.523214785395139],
      [nearest, -4.687165924254628e-19],
      [greatest, -0.9999876894265599],
    ],
  ],
  [
    'tan',
    tan,
    [
      ...nearlyItself,
      ...limits,
      [Math.PI, -1.2246467991473532e-16],
      [Math.PI / 2, 16331239353195370],
      [-Math.PI / 2, -16331239353195370],
      [Math.PI / 4, 0.9999999999999999],
      [1e22, -1.6287782256068988],
      [nearest, -2133485385753703900],
      [greatest, -0.004962015874444895],
    ],
  ],
  [
    'asin',
    asin,
    [
      ...nearlyItself,
      ...limits,
      [1, Math.PI / 2],
      [-1, -Math.PI / 2],
      [1.0000000000000002, nan],
      [-2, nan],
      [0.5, 0.5235987755982989],
    ],
  ],
  [
    'acos',
    acos,
    [
      ...limits,
      [1, 0],
      [-1, Math.PI],
      [0, Math.PI / 2],
      [-0, Math.PI / 2],
      [least, Math.PI / 2],
      [1.0000000000000002, nan],
      [-2, nan],
      [1 - 2 ** -53, 1.4901161193847656e-8],
    ],
  ],
  [
    'atan',
    atan,
    [
      ...nearlyItself,
      [infinity, Math.PI / 2],
      [-infinity, -Math.PI / 2],
      [nan, nan],
      [1, Math.PI / 4],
      [greatest, Math.PI / 2],
      [-greatest, -Math.PI / 2],
    ],
  ],
] as const)('%s', (_, f, values) => {
  it.each(values)('of %d is %d', (x, y) => expect(f(o, x)).toBe(y))
})

const angles = [...take(500, uniform(-7, 7)), ...take(500, logUniform(-40, 1023))]

describe('symmetry, to the bit', () => {
  it.each([
    ['sin', sin],
    ['tan', tan],
    ['asin', asin],
    ['atan', atan],
  ] as const)('%s is odd', (_, f) => {
    for (const x of angles) expect(f(o, -x)).toBe(-f(o, x))
  })

  it('cos is even', () => {
    for (const x of angles) expect(cos(o, -x)).toBe(cos(o, x))
  })

  it('atan2 is odd in y', () => {
    for (const [index, y] of angles.entries()) {
      const x = angles[(7 * index + 1) % angles.length]
      expect(atan2(o, -y, x)).toBe(-atan2(o, y, x))
    }
  })
})

it('the functions stay in their ranges', () => {
  for (const x of angles) {
    expect(Math.abs(sin(o, x))).toBeLessThanOrEqual(1)
    expect(Math.abs(cos(o, x))).toBeLessThanOrEqual(1)
    expect(Math.abs(atan(o, x))).toBeLessThanOrEqual(Math.PI / 2)
    expect(Math.abs(atan2(o, x, -1))).toBeLessThanOrEqual(Math.PI)
  }
})

describe('atan2', () => {
  const { PI: pi } = Math
  it.each([
    [0, 0, 0],
    [-0, 0, -0],
    [0, -0, pi],
    [-0, -0, -pi],
    [0, 3, 0],
    [-0, 3, -0],
    [0, -3, pi],
    [-0, -3, -pi],
    [3, 0, pi / 2],
    [3, -0, pi / 2],
    [-3, 0, -pi / 2],
    [-3, -0, -pi / 2],
    [0, infinity, 0],
    [-0, -infinity, -pi],
    [3, infinity, 0],
    [-3, infinity, -0],
    [3, -infinity, pi],
    [-3, -infinity, -pi],
    [infinity, 3, pi / 2],
    [infinity, 0, pi / 2],
    [-infinity, -3, -pi / 2],
    [infinity, infinity, pi / 4],
    [-infinity, infinity, -pi / 4],
    [infinity, -infinity, (3 * pi) / 4],
    [-infinity, -infinity, (-3 * pi) / 4],
    [nan, 1, nan],
    [1, nan, nan],
    [nan, 0, nan],
    [infinity, nan, nan],
    [nan, -infinity, nan],
    [1, 1, pi / 4],
    [1, -1, (3 * pi) / 4],
    [-1, -1, (-3 * pi) / 4],
    [greatest, greatest, pi / 4],
    [least, least, pi / 4],
    [least, -least, (3 * pi) / 4],
    [least, 1, least],
    [least, 2, 0],
    [-least, 4, -0],
    [least, greatest, 0],
    [least, -greatest, pi],
    [greatest, least, pi / 2],
    [3 * least, 1.5, 2 * least],
    [1e300, -1e-300, pi / 2],
  ])('of y = %d and x = %d is %d', (y, x, angle) => expect(atan2(o, y, x)).toBe(angle))
})
