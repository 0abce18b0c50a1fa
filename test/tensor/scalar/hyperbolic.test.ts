import { describe, expect, it } from 'vitest'
import {
  acosh,
  asinh,
  atanh,
  cosh,
  hypot,
  float64Arithmetic as o,
  rsqrt,
  sinh,
} from '../../../src/tensor/scalar/index.js'
import { logUniform, positive, take, uniform } from './samples.js'

const { NaN: nan, POSITIVE_INFINITY: infinity, MIN_VALUE: least, MAX_VALUE: greatest } = Number

describe.each([
  [
    'sinh',
    (x: number) => sinh(o, x),
    [
      [0, 0],
      [-0, -0],
      [infinity, infinity],
      [-infinity, -infinity],
      [nan, nan],
      [least, least],
      [-least, -least],
      [3 * least, 3 * least],
      [1e-300, 1e-300],
      [1, 1.1752011936438014],
      [710.4758600739439, 1.7976931348621744e308],
      [710.475860073944, infinity],
      [greatest, infinity],
      [-greatest, -infinity],
    ],
  ],
  [
    'cosh',
    (x: number) => cosh(o, x),
    [
      [0, 1],
      [-0, 1],
      [infinity, infinity],
      [-infinity, infinity],
      [nan, nan],
      [least, 1],
      [1e-9, 1],
      [1, 1.5430806348152437],
      [710.4758600739439, 1.7976931348621744e308],
      [-710.475860073944, infinity],
      [greatest, infinity],
    ],
  ],
  [
    'asinh',
    (x: number) => asinh(o, x),
    [
      [0, 0],
      [-0, -0],
      [infinity, infinity],
      [-infinity, -infinity],
      [nan, nan],
      [least, least],
      [-least, -least],
      [1e-300, 1e-300],
      [1, 0.881373587019543],
      [greatest, 710.475860073944],
      [-greatest, -710.475860073944],
    ],
  ],
  [
    'acosh',
    (x: number) => acosh(o, x),
    [
      [1, 0],
      [0.9999999999999999, nan],
      [0, nan],
      [-1, nan],
      [infinity, infinity],
      [-infinity, nan],
      [nan, nan],
      [1.0000000000000002, 2.1073424255447014e-8],
      [2, 1.3169578969248168],
      [greatest, 710.475860073944],
    ],
  ],
  [
    'atanh',
    (x: number) => atanh(o, x),
    [
      [0, 0],
      [-0, -0],
      [1, infinity],
      [-1, -infinity],
      [1.0000000000000002, nan],
      [-2, nan],
      [infinity, nan],
      [-infinity, nan],
      [nan, nan],
      [least, least],
      [-least, -least],
      [1e-300, 1e-300],
      [0.5, 0.5493061443340549],
      [0.9999999999999999, 18.714973875118524],
    ],
  ],
  [
    'rsqrt',
    (x: number) => rsqrt(o, x),
    [
      [1, 1],
      [4, 0.5],
      [0, infinity],
      [-0, -infinity],
      [infinity, 0],
      [-infinity, nan],
      [nan, nan],
      [-1, nan],
      [-least, nan],
      [-greatest, nan],
      [least, 4.4989137945431964e161],
      [greatest, 7.458340731200207e-155],
      [2 ** -1074, 2 ** 537],
      [2 ** 1022, 2 ** -511],
    ],
  ],
] as const)('%s', (_, f, table) => {
  it.each(table)('of %d is %d', (x, y) => expect(f(x)).toBe(y))
})

const sizes = [...take(2000, positive()), ...take(2000, uniform(0, 3)), 0, infinity, nan]

describe('to the bit', () => {
  it.each([
    ['sinh', sinh],
    ['asinh', asinh],
    ['atanh', atanh],
  ] as const)('%s is odd', (_, f) => {
    for (const x of sizes) expect(f(o, -x)).toBe(-f(o, x))
  })

  it('cosh is even', () => {
    for (const x of sizes) expect(cosh(o, -x)).toBe(cosh(o, x))
  })

  it('hypot is even in both and symmetric', () => {
    const other = logUniform(-1074, 1023, 9)
    for (const a of sizes) {
      const b = other()
      for (const value of [hypot(o, -a, b), hypot(o, a, -b), hypot(o, b, a)]) expect(value).toBe(hypot(o, a, b))
    }
  })
})

describe('hypot', () => {
  it.each([
    [0, 0, 0],
    [-0, 0, 0],
    [-0, -0, 0],
    [3, 4, 5],
    [-5, 12, 13],
    [3e300, 4e300, 5e300],
    [3 * least, 4 * least, 5 * least],
    [2 ** 1023, 2 ** 1023, 1.2711610061536464e308],
    [greatest, greatest, infinity],
    [greatest, 1, greatest],
    [greatest, 2 ** 996, greatest],
    [infinity, nan, infinity],
    [nan, -infinity, infinity],
    [infinity, infinity, infinity],
    [-infinity, 0, infinity],
    [nan, 1, nan],
    [0, nan, nan],
    [1, 2 ** -27, 1],
  ])('of %d and %d is %d', (a, b, c) => expect(hypot(o, a, b)).toBe(c))

  it('of x and 0 is |x|', () => {
    for (const x of sizes) for (const zero of [0, -0]) expect(hypot(o, x, zero)).toBe(x)
  })

  it('is exact for the sides of right triangles of whole numbers', () => {
    for (let m = 2; m < 60; m++)
      for (let n = 1; n < m; n++) expect(hypot(o, m * m - n * n, 2 * m * n)).toBe(m * m + n * n)
  })
})

it('rsqrt of powers of 4 is exact', () => {
  for (let k = -537; k < 512; k++) expect(rsqrt(o, 4 ** k)).toBe(2 ** -k)
})
