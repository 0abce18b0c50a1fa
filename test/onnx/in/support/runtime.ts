import { fromTypedArray, type Tensor, toTypedArray } from 'cotangent'
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { expect } from 'vitest'
import type { ElementType } from '../../../../src/engine/onnx/index.js'
import { type Given, inputName, modelOf, type NodeCase, nodeModel, outputName } from './models.js'

/** A tensor of ours of what is given. */
export const ours = ({ type, shape, data }: Given): Tensor =>
  type === 'float64'
    ? fromTypedArray(new Float64Array(data), shape)
    : type === 'float32'
      ? fromTypedArray(new Float32Array(data), shape)
      : type === 'bool'
        ? fromTypedArray(new Uint8Array(data), shape)
        : fromTypedArray(new Int32Array(data), shape)

/** The same for ONNX Runtime. */
export const theirs = ({ type, shape, data }: Given): OrtTensor => {
  const arrays = {
    float32: Float32Array,
    float64: Float64Array,
    int8: Int8Array,
    uint8: Uint8Array,
    int16: Int16Array,
    uint16: Uint16Array,
    int32: Int32Array,
    uint32: Uint32Array,
  } as const
  if (type === 'int64')
    return new OrtTensor(
      'int64',
      BigInt64Array.from(data, (one) => BigInt(one)),
      [...shape],
    )
  if (type === 'bool') return new OrtTensor('bool', Uint8Array.from(data), [...shape])
  return new OrtTensor(type as 'float32', arrays[type as keyof typeof arrays].from(data) as Float32Array, [...shape])
}

/** What ONNX Runtime makes of a model: its outputs by name. */
export const runTheirs = async (
  bytes: Uint8Array,
  feeds: Readonly<Record<string, Given>>,
): Promise<Readonly<Record<string, OrtTensor>>> => {
  const session = await InferenceSession.create(bytes, {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  })
  try {
    const fed = Object.fromEntries(Object.entries(feeds).map(([name, one]) => [name, theirs(one)]))
    return (await session.run(fed)) as Readonly<Record<string, OrtTensor>>
  } finally {
    await session.release()
  }
}

/** The numbers of an output, whatever its type: whole numbers of 64 bits as numbers. */
export const numbersOf = (tensor: OrtTensor): readonly number[] => Array.from(tensor.data as ArrayLike<number>, Number)

const unit: Readonly<Partial<Record<ElementType, number>>> = { float32: 2 ** -23, float64: 2 ** -52 }

/** How far a result may be from another that computes the same: in units of the last place of the larger one. */
export interface Tolerance {
  /** Units of the last place of the element itself. */
  readonly ulps: number
  /** The size that sums within it had, where they may cancel: units of its last place count instead. */
  readonly scale?: number
}

/** No difference: operators that move, choose or round elements, and those that are correctly rounded. */
export const exactly: Tolerance = { ulps: 0 }

/** Whether two elements are the same within a tolerance; NaN and infinities have to agree. */
export const near = (a: number, b: number, type: ElementType, { ulps, scale = 0 }: Tolerance): boolean => {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false
  const epsilon = unit[type]
  if (epsilon === undefined) return false
  // Below the normal numbers the units get no smaller.
  const smallest = type === 'float64' ? 2 ** -1022 : 2 ** -126
  return Math.abs(a - b) <= ulps * epsilon * Math.max(Math.abs(a), Math.abs(b), scale, smallest)
}

/** What our reading of a node makes of its inputs, by output. */
export const runOurs = (one: NodeCase): Readonly<Record<string, Tensor>> => {
  const model = modelOf(nodeModel(one), { parameters: () => false })
  const fed = one.inputs.flatMap((input, index) =>
    input === undefined || one.constants?.includes(index) ? [] : [[inputName(index), ours(input)] as const],
  )
  return model.apply({}, Object.fromEntries(fed))
}

/** Expects of a node the shapes and elements that ONNX Runtime gives, within a tolerance. */
export const expectAgreement = async (one: NodeCase, tolerance: Tolerance = exactly): Promise<void> => {
  const fed = one.inputs.flatMap((input, index) =>
    input === undefined || one.constants?.includes(index) ? [] : [[inputName(index), input] as const],
  )
  const expected = await runTheirs(nodeModel(one), Object.fromEntries(fed))
  const found = runOurs(one)
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, theirOwn] of Object.entries(expected)) {
    const our = found[name]
    expect([name, our.shape]).toEqual([name, [...theirOwn.dims]])
    const want = numbersOf(theirOwn)
    const have = Array.from(toTypedArray(our))
    const wrong = have.findIndex((value, index) => !near(value, want[index], theirOwn.type as ElementType, tolerance))
    expect(
      wrong,
      `${one.operator} ${one.opset ?? ''}: element ${wrong} of ${name} is ${have[wrong]}, not ${want[wrong]}`,
    ).toBe(-1)
  }
}

export { outputName }
