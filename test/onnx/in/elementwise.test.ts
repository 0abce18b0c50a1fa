import { toTypedArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import type { AttributeProto } from '../../../src/engine/onnx/index.js'
import { attribute, bool, f32, f64, type Given, i32, i64, type NodeCase } from './support/models.js'
import { exactly, expectAgreement, near, runOurs, type Tolerance } from './support/runtime.js'

/**
 * Our elementary functions are within 1 unit of the last place, those of ONNX Runtime, which are polynomials over vectors
 * or the platform's, within a few; its documents promise none. 4 units are 2 of either side.
 */
const elementary: Tolerance = { ulps: 4 }

/** A few roundings after one another, of each side, and one such function: x sigmoid(x) and the like. */
const composed: Tolerance = { ulps: 8 }

const everywhere = [-2.5, -1, -0.5, -0, 0, 0.25, 0.5, 1.5, 3, 20, -20]
const within = [-0.9, -0.5, -0, 0, 0.3, 0.75, 1, -1]
const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

const vector = (data: readonly number[]): Given => f32([data.length], data)
const wide = (data: readonly number[]): Given => f64([data.length], data)

interface Unary {
  readonly at: readonly number[]
  readonly tolerance?: Tolerance
  readonly opset?: number
  /** Whether ONNX Runtime has it in float64 too. */
  readonly double?: boolean
  readonly attributes?: readonly (readonly AttributeProto[])[]
}

const unaries: Readonly<Record<string, Unary>> = {
  Abs: { at: [...everywhere, ...special], double: true },
  Acos: { at: within, tolerance: elementary },
  Acosh: { at: [1, 1.5, 3, 100], tolerance: elementary },
  Asin: { at: within, tolerance: elementary },
  Asinh: { at: everywhere, tolerance: elementary },
  Atan: { at: [...everywhere, ...special], tolerance: elementary },
  Atanh: { at: [-0.9, -0.5, 0, 0.3, 0.75], tolerance: elementary },
  Ceil: { at: [...everywhere, ...special], double: true },
  Celu: { at: everywhere, tolerance: composed, attributes: [[], [attribute.float('alpha', 0.5)]] },
  Cos: { at: everywhere, tolerance: elementary, double: true },
  Cosh: { at: everywhere, tolerance: elementary },
  Elu: { at: everywhere, tolerance: composed, attributes: [[], [attribute.float('alpha', 0.5)]] },
  Erf: { at: [...everywhere, ...special], tolerance: composed },
  Exp: { at: [...everywhere, ...special], tolerance: elementary, double: true },
  Floor: { at: [...everywhere, ...special], double: true },
  Gelu: {
    at: everywhere,
    opset: 20,
    // 1 + erf(x / sqrt 2) cancels below 0, to units of 1.
    tolerance: { ulps: 8, scale: 20 },
    attributes: [[], [attribute.string('approximate', 'tanh')]],
  },
  HardSigmoid: {
    at: everywhere,
    tolerance: { ulps: 1, scale: 1 },
    attributes: [[], [attribute.float('alpha', 0.5), attribute.float('beta', 0.25)]],
  },
  HardSwish: { at: everywhere, tolerance: composed },
  Identity: { at: [...everywhere, ...special], double: true },
  IsInf: { at: [...everywhere, ...special] },
  IsNaN: { at: [...everywhere, ...special], double: true },
  LeakyRelu: { at: everywhere, attributes: [[], [attribute.float('alpha', 0.2)]] },
  Log: { at: [0.001, 0.5, 1, 2, 1e30, 0, -1, ...special], tolerance: elementary, double: true },
  Mish: { at: everywhere, tolerance: composed },
  Neg: { at: [...everywhere, ...special], double: true },
  Reciprocal: { at: [...everywhere, ...special], double: true },
  Relu: { at: everywhere, double: true },
  Round: { at: [...everywhere, 2.5, -3.5, ...special], double: true },
  Selu: {
    at: everywhere,
    tolerance: composed,
    attributes: [[], [attribute.float('alpha', 2), attribute.float('gamma', 3)]],
  },
  Shrink: { at: everywhere, attributes: [[], [attribute.float('lambd', 1), attribute.float('bias', 0.25)]] },
  Sigmoid: { at: everywhere, tolerance: { ulps: 8, scale: 1 }, double: true },
  Sign: { at: everywhere, double: true },
  Sin: { at: everywhere, tolerance: elementary, double: true },
  Sinh: { at: everywhere, tolerance: elementary },
  Softplus: { at: everywhere, tolerance: composed },
  Softsign: { at: everywhere, tolerance: elementary },
  Sqrt: { at: [0, 0.5, 2, 1e30, -1], double: true },
  Tan: { at: everywhere, tolerance: elementary },
  Tanh: { at: everywhere, tolerance: composed, double: true },
  ThresholdedRelu: { at: everywhere, opset: 21, attributes: [[], [attribute.float('alpha', 0.3)]] },
}

const truths = new Set(['IsInf', 'IsNaN'])

describe('functions of each element', () => {
  for (const [operator, { at, tolerance = exactly, opset, double = false, attributes = [[]] }] of Object.entries(
    unaries,
  ))
    it(operator, async () => {
      for (const given of double ? [vector(at), wide(at)] : [vector(at)])
        for (const each of attributes)
          await expectAgreement(
            {
              operator,
              opset,
              inputs: [given],
              attributes: each,
              outputs: truths.has(operator) ? ['bool'] : [given.type],
            },
            tolerance,
          )
    })

  it('Swish is x / (1 + exp(-alpha x)), as version 24 defines it', () => {
    const at = [-2, 0, 1.5]
    const attributes = [attribute.float('alpha', 0.5)]
    const found = runOurs({ operator: 'Swish', opset: 24, inputs: [wide(at)], attributes })
    const wanted = at.map((x) => x / (1 + Math.exp(-0.5 * x)))
    const have = Array.from(toTypedArray(found.y0))
    expect(have.map((each, index) => near(each, wanted[index], 'float64', composed))).toEqual(at.map(() => true))
  })
})

const left = f32([2, 3], [1, -2, 3, -4, 5.5, 0])
const right = f32([3], [2, -3, 0.5])
const wholeLeft = i64([2, 3], [7, -7, 8, -8, 0, 5])
const wholeRight = i64([3], [2, 3, -3])

const cases: readonly (NodeCase & { readonly tolerance?: Tolerance; readonly named?: string })[] = [
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Mod'].map((operator) => ({
    operator,
    inputs: [wholeLeft, wholeRight],
    outputs: ['int64' as const],
  })),
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Sum', 'Mean'].map((operator) => ({ operator, inputs: [left, right] })),
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min'].map((operator) => ({
    operator,
    inputs: [f64([2, 1], [1.25, -3]), f64([3], [0.1, -0.3, 7])],
  })),
  { operator: 'Max', inputs: [left, right, f32([1], [Number.NaN])] },
  { operator: 'Min', inputs: [left, right, f32([], [0.75])] },
  { operator: 'Max', opset: 7, inputs: [left, f32([2, 3], [0, 0, 0, 0, 0, 1])] },
  { operator: 'Sum', inputs: [left, right, f32([], [0.75])] },
  { operator: 'Mean', inputs: [left, right, f32([], [0.75])], tolerance: { ulps: 2, scale: 4 } },
  { operator: 'Mod', inputs: [wholeLeft, wholeRight], attributes: [attribute.int('fmod', 1)], outputs: ['int64'] },
  { operator: 'Mod', inputs: [left, right], attributes: [attribute.int('fmod', 1)] },
  { operator: 'Pow', inputs: [f32([4], [1.5, 2, 0.25, 9]), f32([4], [2, -1.5, 3, 0.5])], tolerance: elementary },
  { operator: 'Pow', inputs: [f32([3], [1.5, -2, 3]), i64([], [3])], tolerance: elementary },
  { operator: 'Pow', inputs: [i32([3], [1, -2, 3]), i32([], [3])] },
  { operator: 'PRelu', inputs: [left, f32([3], [0.1, 0.2, 0.3])] },
  { operator: 'PRelu', inputs: [left, f32([1], [0.25])] },
  ...['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual', 'Equal'].flatMap((operator) => [
    { operator, inputs: [left, right], outputs: ['bool' as const] },
    { operator, inputs: [wholeLeft, wholeRight], outputs: ['bool' as const] },
  ]),
  { operator: 'Equal', inputs: [bool([2], [1, 0]), bool([1], [1])] },
  ...['And', 'Or', 'Xor'].map((operator) => ({ operator, inputs: [bool([2, 2], [0, 0, 1, 1]), bool([2], [0, 1])] })),
  { operator: 'Not', inputs: [bool([2], [1, 0])] },
  { operator: 'Where', inputs: [bool([2, 1], [1, 0]), left, right], outputs: ['float32'] },
  { operator: 'Where', inputs: [bool([3], [1, 0, 1]), wholeLeft, wholeRight], outputs: ['int64'] },
  ...['BitwiseAnd', 'BitwiseOr', 'BitwiseXor'].map((operator) => ({
    operator,
    inputs: [i32([3], [12, -1, 7]), i32([1], [10])],
  })),
  { operator: 'BitwiseNot', inputs: [i32([3], [12, -1, 7])] },
  {
    operator: 'BitShift',
    inputs: [
      { ...i32([3], [12, 1, 200]), type: 'uint8' as const },
      { ...i32([1], [2]), type: 'uint8' as const },
    ],
    attributes: [attribute.string('direction', 'LEFT')],
  },
  ...['LEFT', 'RIGHT'].map((direction) => ({
    operator: 'BitShift',
    inputs: [
      { ...i32([3], [12, 1, 7]), type: 'uint32' as const },
      { ...i32([1], [2]), type: 'uint32' as const },
    ],
    attributes: [attribute.string('direction', direction)],
  })),
  {
    operator: 'IsInf',
    inputs: [vector(special)],
    attributes: [attribute.int('detect_negative', 0)],
    outputs: ['bool'],
  },
  {
    operator: 'IsInf',
    inputs: [vector(special)],
    attributes: [attribute.int('detect_positive', 0)],
    outputs: ['bool'],
  },
  { operator: 'Clip', inputs: [left, f32([], [-1]), f32([], [2])] },
  { operator: 'Clip', inputs: [left, undefined, f32([], [2])] },
  { operator: 'Clip', inputs: [left, f32([], [-1])] },
  { operator: 'Clip', inputs: [left] },
  { operator: 'Clip', inputs: [left, f32([], [2]), f32([], [-1])] },
  { operator: 'Clip', inputs: [wholeLeft, i64([], [-3]), i64([], [6])] },
  {
    operator: 'Clip',
    opset: 6 + 1,
    inputs: [left],
    attributes: [attribute.float('min', -1), attribute.float('max', 2)],
  },
  { operator: 'Dropout', inputs: [left], outputs: ['float32', 'bool'] },
  { operator: 'Dropout', inputs: [left, f32([], [0.3])] },
  { operator: 'Relu', inputs: [i32([3], [-1, 0, 4])] },
  { operator: 'Abs', inputs: [wholeLeft] },
  { operator: 'Neg', inputs: [wholeLeft] },
  { operator: 'Sign', inputs: [wholeLeft] },
]

describe('operators of several tensors, and with inputs that may be left out', () => {
  for (const [index, { tolerance = exactly, ...one }] of cases.entries())
    it(`${index}: ${one.operator} of ${one.inputs.map((given) => given?.type ?? 'nothing').join(', ')}`, () =>
      expectAgreement(one, tolerance))
})

const types = { float32: 1, uint8: 2, int8: 3, uint16: 4, int16: 5, int32: 6, int64: 7, bool: 9, float64: 11 } as const

describe('Cast', () => {
  const floats = [0, -0.5, 1.75, -2.5, 100, -100]
  for (const [name, to] of Object.entries(types))
    it(`to ${name}`, async () => {
      const to1 = { attributes: [attribute.int('to', to)], outputs: [name as keyof typeof types] }
      const unsigned = name.startsWith('uint')
      await expectAgreement({ operator: 'Cast', inputs: [vector(unsigned ? floats.map(Math.abs) : floats)], ...to1 })
      await expectAgreement({ operator: 'Cast', inputs: [i32([5], [0, 1, -1, 300, -70000])], ...to1 })
      await expectAgreement({ operator: 'Cast', inputs: [bool([2], [0, 1])], ...to1 })
    })

  it('is after another where CastLike says', () =>
    expectAgreement({ operator: 'CastLike', inputs: [vector(floats), i64([1], [0])], outputs: ['int64'] }))
})
