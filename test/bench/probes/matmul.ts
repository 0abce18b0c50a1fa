import { type FloatDType, fromTypedArray, iterate, jit, matmul, type Tensor } from 'cotangent'
import { leastSeconds, secondsOf } from '../clock.js'
import type { Float } from '../contestants/index.js'
import { drawsFrom } from '../random.js'

type Matrix = Tensor<[number, number], FloatDType>

export interface MatmulArgument {
  readonly size: number
  readonly dtype: Float
  /** How long each measurement is to take. */
  readonly seconds: number
}

/** Rows that sum to 1, so that products of products stay of one size. */
export const stochastic = (size: number, dtype: Float): Float64Array | Float32Array => {
  const { uniform } = drawsFrom(size)
  const rows = dtype === 'float64' ? new Float64Array(size * size) : new Float32Array(size * size)
  return rows.map(() => (2 * uniform()) / size)
}

const billions = (size: number): number => (2 * size ** 3) / 1e9

/**
 * Billions of operations a second: of many products in one program, in exact and in fast arithmetic, and of a product that
 * JavaScript asks for.
 */
export const matmulProbe = ({ size, dtype, seconds }: MatmulArgument) => {
  const a: Matrix = fromTypedArray(stochastic(size, dtype), [size, size])
  const product = jit((b: Matrix): Matrix => matmul(a, b))
  product(a)
  const estimate = secondsOf(() => product(a))
  const often = Math.max(2, Math.ceil(seconds / 3 / estimate))
  const loopIn = (arithmetic: 'exact' | 'fast'): number => {
    const products = jit((b: Matrix): Matrix => iterate((c: Matrix) => matmul(a, c), often, b), { arithmetic })
    products(a)
    return (billions(size) * often) / leastSeconds(() => products(a), 3)
  }
  return {
    loop: loopIn('exact'),
    fast: loopIn('fast'),
    call: billions(size) / leastSeconds(() => product(a), Math.min(20, Math.ceil(seconds / estimate))),
  }
}
