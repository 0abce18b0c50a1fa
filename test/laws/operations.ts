import type { InputDomain, ListFunction } from '../../laws/index.js'
import * as cotangent from '../../src/index.js'
import type { Constant } from '../../src/tensor/index.js'
import { type DType, rowMajor, type Shape, type Tensor } from '../../src/tensor/index.js'

/** One way to apply a public operation, and where it is tried. */
export interface OperationCase {
  readonly name: string
  readonly f: ListFunction
  readonly domains: readonly InputDomain[]
  /** How far inputs are from the nearest kink or tie; Infinity where absent. */
  readonly kinkDistance?: (inputs: readonly Constant[]) => number
}

type Untyped = (...args: readonly unknown[]) => Tensor

/** The public operations with their types forgotten, so that one table holds them all. */
const operation = cotangent as unknown as Readonly<Record<string, Untyped>>

const domain = (shape: Shape, low = -3, high = 3, dtype: DType = 'float64'): InputDomain => ({
  type: { shape, dtype },
  low,
  high,
  wild: false,
})

const whole = (shape: Shape, low: number, high: number): InputDomain => domain(shape, low, high, 'int32')

const truth = (shape: Shape): InputDomain => domain(shape, 0, 1, 'bool')

const elements = (x: Constant): readonly number[] => Array.from<number>(rowMajor(x))

const fromZero = ([x]: readonly Constant[]): number => Math.min(Number.POSITIVE_INFINITY, ...elements(x).map(Math.abs))

/** Half the smallest distance of any element to any other. */
const apart = (inputs: readonly Constant[]): number => {
  const sorted = inputs.flatMap(elements).sort((a, b) => a - b)
  return Math.min(Number.POSITIVE_INFINITY, ...sorted.slice(1).map((x, index) => (x - sorted[index]) / 2))
}

const floatShapes: readonly Shape[] = [[], [3], [2, 1], [0, 2]]

/** An operation on one operand, in several shapes. */
const unary = (
  name: string,
  low = -3,
  high = 3,
  kinkDistance?: OperationCase['kinkDistance'],
): readonly OperationCase[] =>
  floatShapes.map((shape) => ({
    name,
    f: (x) => [operation[name](x)],
    domains: [domain(shape, low, high)],
    kinkDistance,
  }))

/** Pairs of shapes that broadcast: equal, scalar, axes of size 1, another rank, no elements. */
const broadcasting: readonly (readonly [Shape, Shape])[] = [
  [[3], [3]],
  [[2, 3], []],
  [
    [2, 1],
    [1, 3],
  ],
  [[3], [2, 3]],
  [
    [1, 2],
    [0, 2],
  ],
]

const binary = (
  name: string,
  a: readonly [number, number] = [-3, 3],
  b: readonly [number, number] = [-3, 3],
  {
    dtype = 'float64',
    kinkDistance,
  }: { readonly dtype?: DType; readonly kinkDistance?: OperationCase['kinkDistance'] } = {},
): readonly OperationCase[] =>
  broadcasting.map(([left, right]) => ({
    name,
    f: (x, y) => [operation[name](x, y)],
    domains: [domain(left, ...a, dtype), domain(right, ...b, dtype)],
    kinkDistance,
  }))

/** An operation on one operand with settings that follow it. */
const withSettings = (
  name: string,
  ...cases: readonly (readonly [x: InputDomain, ...settings: readonly unknown[]])[]
): readonly OperationCase[] =>
  cases.map(([x, ...settings]) => ({ name, f: (input) => [operation[name](input, ...settings)], domains: [x] }))

/** The same with kinks where elements tie. */
const withTies = (cases: readonly OperationCase[]): readonly OperationCase[] =>
  cases.map((one) => ({ ...one, kinkDistance: apart }))

const reduction = (name: string): readonly OperationCase[] =>
  withSettings(
    name,
    [domain([3])],
    [domain([2, 3]), { axis: 0 }],
    [domain([2, 3]), { axis: -1, keepdims: true }],
    [domain([2, 1, 3]), { axis: [0, 2] }],
    [domain([])],
    [domain([2, 0]), { axis: 0 }],
  )

const along = (name: string): readonly OperationCase[] =>
  withSettings(name, [domain([3])], [domain([2, 3]), { axis: 0 }], [domain([2, 1, 2]), { axis: 1 }])

const losses = (name: string, p: readonly [number, number], t: readonly [number, number]): readonly OperationCase[] =>
  (['mean', 'sum', 'none'] as const).map((reduction) => ({
    name,
    f: (prediction, target) => [operation[name](prediction, target, { reduction })],
    domains: [domain([2, 3], ...p), domain([2, 3], ...t)],
  }))

const of = (
  name: string,
  f: (...inputs: readonly Tensor[]) => Tensor,
  ...domains: readonly InputDomain[]
): OperationCase => ({
  name,
  f: (...inputs) => [f(...inputs)],
  domains,
})

const { add, cond, less, mul, tanh, tensor } = operation

type Carries = readonly Tensor[]

/** The loops and branches, of which the primitives' own cases and random programs try more. */
const control = cotangent as unknown as {
  readonly iterate: (f: (x: Tensor) => Tensor, steps: number, init: Tensor) => Tensor
  readonly scan: (f: (carry: Tensor, x: Tensor) => readonly [Tensor, Tensor], init: Tensor, xs: Tensor) => Carries
  readonly whileLoop: (
    condition: (carry: Carries) => Tensor,
    body: (carry: Carries) => Carries,
    init: Carries,
    options: { readonly maxSteps: number },
  ) => Carries
}

const controlFlow: readonly OperationCase[] = [
  of('cond', (p, x, y) => cond(p, mul, add, x, y), truth([]), domain([2]), domain([2])),
  of('iterate', (c, x) => control.iterate((y) => tanh(mul(c, y)), 3, x), domain([]), domain([2])),
  {
    name: 'scan',
    f: (init, xs) => control.scan((carry, x) => [tanh(add(carry, x)), mul(carry, x)], init, xs),
    domains: [domain([2]), domain([3, 2])],
  },
  {
    name: 'whileLoop',
    f: (limit, c, x) =>
      control.whileLoop(
        ([count]) => less(count, limit),
        ([count, y]) => [add(count, 1), tanh(mul(c, y))],
        [tensor(0, { dtype: 'int32' }), x],
        { maxSteps: 4 },
      ),
    domains: [whole([], -1, 5), domain([]), domain([2])],
  },
]

const selections: readonly OperationCase[] = [
  of('take', (x, at) => operation.take(x, at), domain([2, 2]), whole([3], -4, 3)),
  of('take', (x, at) => operation.take(x, at, { axis: 1 }), domain([2, 3]), whole([2, 2], -3, 2)),
  of('takeAlongAxis', (x, at) => operation.takeAlongAxis(x, at, { axis: 0 }), domain([3, 2]), whole([2, 2], -3, 2)),
  of('takeAlongAxis', (x, at) => operation.takeAlongAxis(x, at), domain([2, 3]), whole([1, 2], -3, 2)),
  of('scatterAdd', (x, at, y) => operation.scatterAdd(x, at, y), domain([2, 3]), whole([2, 4], -3, 2), domain([2, 4])),
  of(
    'scatterAdd',
    (x, at, y) => operation.scatterAdd(x, at, y, { axis: 0 }),
    domain([3, 2]),
    whole([2, 2], -3, 2),
    domain([]),
  ),
  of('where', operation.where, truth([2, 1]), domain([3]), domain([])),
  of('where', operation.where, truth([]), domain([2]), domain([2])),
]

const crossEntropies: readonly OperationCase[] = [
  of('softmaxCrossEntropy', operation.softmaxCrossEntropy, domain([4, 3]), whole([4], 0, 2)),
  of('softmaxCrossEntropy', operation.softmaxCrossEntropy, domain([2, 3]), domain([2, 3], 0, 1)),
  of(
    'softmaxCrossEntropy',
    (z, t) => operation.softmaxCrossEntropy(z, t, { labelSmoothing: 0.1, reduction: 'none', axis: 0 }),
    domain([3, 2]),
    whole([2], 0, 2),
  ),
  of('crossEntropy', operation.crossEntropy, domain([2, 3], 0.1, 1), domain([2, 3], 0, 1)),
]

const shaping: readonly OperationCase[] = [
  ...withSettings('broadcastTo', [domain([3]), [2, 3]], [domain([2, 1]), [4, 2, 3]], [domain([]), [0]]),
  ...withSettings('expandDims', [domain([2]), 0], [domain([2]), [0, -1]]),
  ...withSettings('flip', [domain([2, 3])], [domain([2, 3]), { axis: 1 }]),
  ...withSettings('moveAxis', [domain([2, 1, 3]), 0, -1]),
  ...withSettings(
    'pad',
    [domain([2]), [[1, 2]]],
    [
      domain([1, 2]),
      [
        [0, 1],
        [2, 0],
      ],
      { value: 0.5 },
    ],
  ),
  ...withSettings('reshape', [domain([2, 3]), [3, -1]], [domain([0, 2]), [4, 0]], [domain([1]), []]),
  ...withSettings(
    'slice',
    [domain([5]), [[1, 4]]],
    [
      domain([3, 4]),
      [
        [null, null, -1],
        [-3, null, 2],
      ],
    ],
  ),
  ...withSettings('squeeze', [domain([1, 2, 1])], [domain([1, 2, 1]), { axis: 0 }]),
  ...withSettings('swapAxes', [domain([2, 1, 3]), 0, 2]),
  ...withSettings('transpose', [domain([2, 3])], [domain([2, 1, 3]), [2, 0, 1]]),
  of('concatenate', (a, b) => operation.concatenate([a, b, a], { axis: -1 }), domain([2, 1]), domain([2, 2])),
  of('stack', (a, b) => operation.stack([a, b], { axis: 1 }), domain([3]), domain([3])),
]

const products: readonly OperationCase[] = (
  [
    [
      [2, 3],
      [3, 2],
    ],
    [[3], [3]],
    [[2, 3], [3]],
    [
      [2, 1, 3],
      [3, 2],
    ],
    [
      [2, 1, 2, 2],
      [3, 2, 1],
    ],
    [
      [2, 0],
      [0, 2],
    ],
  ] as const
).map(([a, b]) => of('matmul', operation.matmul, domain(a), domain(b)))

const integers = { dtype: 'int32' } as const

/** Every public operation, by name, in several cases each. */
export const operationCases: readonly OperationCase[] = [
  ...unary('abs', -3, 3, fromZero),
  ...unary('exp'),
  ...unary('expm1'),
  ...unary('leakyRelu', -3, 3, fromZero),
  ...unary('log', 0.3, 4),
  ...unary('log1p', -0.6, 3),
  ...unary('logSigmoid', -9, 9),
  ...unary('neg'),
  ...unary('relu', -3, 3, fromZero),
  ...unary('sigmoid', -9, 9),
  ...unary('sign', -3, 3, fromZero),
  ...unary('softplus', -9, 9),
  ...unary('sqrt', 0.3, 4),
  ...unary('square'),
  ...unary('tanh'),
  ...withSettings('softplus', [domain([3]), { beta: 2 }]),
  ...withSettings(
    'leakyRelu',
    [domain([3], 0.1, 3), { negativeSlope: 0.2 }],
    [domain([3], -3, -0.1), { negativeSlope: 0.2 }],
  ),
  ...withSettings('astype', [domain([3]), 'float32'], [whole([3], -9, 9), 'float64'], [truth([2]), 'int32']),
  ...binary('add'),
  ...binary('sub'),
  ...binary('mul'),
  ...binary('div', [-3, 3], [0.4, 3]),
  ...binary('power', [0.4, 3], [-2, 3]),
  ...binary('maximum', [-3, 3], [-3, 3], { kinkDistance: apart }),
  ...binary('minimum', [-3, 3], [-3, 3], { kinkDistance: apart }),
  ...['add', 'sub', 'mul', 'maximum', 'bitwiseXor', 'shiftLeft', 'shiftRightLogical'].flatMap((name) =>
    binary(name, [-1000, 1000], [-9, 40], integers),
  ),
  ...['less', 'lessEqual', 'greater', 'greaterEqual', 'equal', 'notEqual'].flatMap((name) => [
    ...binary(name),
    ...binary(name, [-2, 2], [-2, 2], integers),
  ]),
  ...['logicalAnd', 'logicalOr', 'equal'].flatMap((name) => binary(name, [0, 1], [0, 1], { dtype: 'bool' })),
  ...withSettings('logicalNot', [truth([2, 2])]),
  ...reduction('sum'),
  ...reduction('mean'),
  ...withTies(reduction('max')),
  ...withTies(reduction('min')),
  ...reduction('logSumExp'),
  ...withSettings(
    'argmax',
    [domain([3])],
    [domain([2, 3]), { axis: 0, keepdims: true }],
    [whole([2, 3], -2, 2), { axis: 1 }],
  ),
  ...withSettings('oneHot', [whole([2, 2], -3, 2), 3], [whole([], 0, 1), 2, { dtype: 'float32' }]),
  ...along('softmax'),
  ...along('logSoftmax'),
  ...losses('mse', [-3, 3], [-3, 3]),
  ...losses('binaryCrossEntropy', [0.1, 0.9], [0, 1]),
  ...losses('binaryCrossEntropyWithLogits', [-9, 9], [0, 1]),
  ...products,
  ...shaping,
  ...selections,
  ...crossEntropies,
  ...controlFlow,
]

/** Public functions that are no operations on tensors, and where they are held to what they promise. */
export const others: readonly string[] = [
  // They make tensors of numbers, or read them, or look at their trees.
  ...['arange', 'eye', 'fromTypedArray', 'full', 'linspace', 'ones', 'tensor', 'zeros'],
  ...[
    'item',
    'toArray',
    'toTypedArray',
    'mapTree',
    'zipTrees',
    'flattenTree',
    'unflattenTree',
    'makeGraph',
    'getTensorRing',
  ],
  // The laws of transforms are about them.
  ...['checkpoint', 'customJvp', 'customVjp', 'grad', 'hessian', 'hvp', 'jacfwd', 'jacrev', 'jit', 'jvp', 'linearize'],
  ...['valueAndGrad', 'vjp', 'vmap'],
  // Its derivative is zero by decree.
  'stopGradient',
  // Derivatives by differences, and what checks with them.
  ...['derivative', 'gradcheck', 'numericalGradient', 'partialDerivative'],
]
