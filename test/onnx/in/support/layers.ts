import { gradcheck, mul, sum, type Tensor } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { f32, f64, type Given, inputName, modelOf, type NodeCase, nodeModel } from './models.js'
import { exactly, expectAgreement, ours, type Tolerance } from './runtime.js'

/** So many numbers from `low` to `high` without an order that the eye sees, the same at every call. */
const scattered = (count: number, seed: number, low: number, high: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => {
    const turn = ((at + 1) * 0.6180339887498949 + seed * 0.3247179572447461) % 1
    return low + ((high - low) * Math.round(turn * 1024)) / 1024
  })

const size = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1)

/** Floats between -1 and 1, on a grid of 1/512. */
export const drawn = (shape: readonly number[], seed = 1, low = -1, high = 1): Given =>
  f32(shape, scattered(size(shape), seed, low, high))

/** Whole numbers of a type, from `low` up to and with `high`. */
export const drawnWhole = (type: Given['type'], shape: readonly number[], seed = 1, low = 0, high = 255): Given => ({
  type,
  shape,
  data: scattered(size(shape), seed, low, high).map(Math.round),
})

/**
 * Two sums of so many products of at most that size, each in an order of its own: either is off by at most
 * count u times the sum of sizes, which is count size, with u half a unit of the last place.
 */
export const sumsOf = (count: number, largest = 1): Tolerance => ({ ulps: count, scale: count * largest })

/** A node and how near it comes to what ONNX Runtime makes of it. */
export interface LayerCase extends NodeCase {
  readonly tolerance?: Tolerance
  /** Whether ONNX Runtime has it in float64 too. */
  readonly double?: boolean
}

const widened = (given: Given | undefined): Given | undefined =>
  given?.type === 'float32' ? f64(given.shape, given.data) : given

/** The same node with floats of 64 bits. */
export const inDouble = <C extends NodeCase>(one: C): C => ({
  ...one,
  inputs: one.inputs.map(widened),
  outputs: one.outputs?.map((type) => (type === 'float32' ? 'float64' : type)),
})

/** Expects what ONNX Runtime gives, in float32 and, where it can, in float64. */
export const expectLayer = async ({ tolerance = exactly, double = false, ...one }: LayerCase): Promise<void> => {
  await expectAgreement(one, tolerance)
  if (double) await expectAgreement(inDouble(one), tolerance)
}

/** Expects that the derivative of a node is that of its values: in float64, of the sum of its first results by unequal weights.
 * In float32 where an operator has no other. */
export const expectDerivative = (one: NodeCase, dtype: 'float64' | 'float32' = 'float64'): void => {
  const wide = dtype === 'float64' ? inDouble(one) : one
  const model = modelOf(nodeModel(wide), { parameters: () => false })
  const fed = wide.inputs.flatMap((input, index) =>
    input === undefined || wide.constants?.includes(index) ? [] : [[inputName(index), input] as const],
  )
  const point = Object.fromEntries(
    fed.filter(([, { type }]) => type === dtype).map(([name, input]) => [name, ours(input)]),
  )
  const rest = Object.fromEntries(
    fed.filter(([, { type }]) => type !== dtype).map(([name, input]) => [name, ours(input)]),
  )
  const loss = (given: Readonly<Record<string, Tensor>>) => {
    const y = model.apply({}, { ...rest, ...given }).y0 as Tensor<readonly number[], 'float64'>
    const weights = ours((dtype === 'float64' ? f64 : f32)(y.shape, scattered(size(y.shape), 7, 0.25, 1))) as Tensor<
      readonly number[],
      'float64'
    >
    return sum(mul(y, weights))
  }
  const verdict = gradcheck(loss as never, point as never)
  expect(
    E.isRight(verdict) ? 'right' : `${one.operator}: ${String((verdict.left as { message?: string }).message)}`,
  ).toBe('right')
}
