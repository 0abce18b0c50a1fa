import type { InputDomain, ListFunction } from '../../../laws/index.js'
import * as cotangent from '../../../src/index.js'
import type { Constant } from '../../../src/tensor/index.js'
import { type DType, rowMajor, type Shape, type Tensor } from '../../../src/tensor/index.js'

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
export const operation = cotangent as unknown as Readonly<Record<string, Untyped>>

export const domain = (shape: Shape, low = -3, high = 3, dtype: DType = 'float64'): InputDomain => ({
  type: { shape, dtype },
  low,
  high,
  wild: false,
})

export const whole = (shape: Shape, low: number, high: number): InputDomain => domain(shape, low, high, 'int32')

export const truth = (shape: Shape): InputDomain => domain(shape, 0, 1, 'bool')

const elements = (x: Constant): readonly number[] => Array.from<number>(rowMajor(x))

/** The distance of the elements of the first input to the nearest of some points. */
export const from =
  (...points: readonly number[]) =>
  ([x]: readonly Constant[]): number =>
    Math.min(Number.POSITIVE_INFINITY, ...elements(x).flatMap((each) => points.map((point) => Math.abs(each - point))))

export const fromZero = from(0)

/** Half the smallest distance of any element to any other. */
export const apart = (inputs: readonly Constant[]): number => {
  const sorted = inputs.flatMap(elements).sort((a, b) => a - b)
  return Math.min(Number.POSITIVE_INFINITY, ...sorted.slice(1).map((x, index) => (x - sorted[index]) / 2))
}

const floatShapes: readonly Shape[] = [[], [3], [2, 1], [0, 2]]

/** An operation on one operand, in several shapes. */
export const unary = (
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

export const binary = (
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
export const withSettings = (
  name: string,
  ...cases: readonly (readonly [x: InputDomain, ...settings: readonly unknown[]])[]
): readonly OperationCase[] =>
  cases.map(([x, ...settings]) => ({ name, f: (input) => [operation[name](input, ...settings)], domains: [x] }))

/** The same with kinks where elements tie. */
export const withTies = (cases: readonly OperationCase[]): readonly OperationCase[] =>
  cases.map((one) => ({ ...one, kinkDistance: apart }))

export const reduction = (name: string): readonly OperationCase[] =>
  withSettings(
    name,
    [domain([3])],
    [domain([2, 3]), { axis: 0 }],
    [domain([2, 3]), { axis: -1, keepdims: true }],
    [domain([2, 1, 3]), { axis: [0, 2] }],
    [domain([])],
    [domain([2, 0]), { axis: 0 }],
  )

export const along = (name: string): readonly OperationCase[] =>
  withSettings(name, [domain([3])], [domain([2, 3]), { axis: 0 }], [domain([2, 1, 2]), { axis: 1 }])

export const losses = (
  name: string,
  p: readonly [number, number],
  t: readonly [number, number],
): readonly OperationCase[] =>
  (['mean', 'sum', 'none'] as const).map((reduction) => ({
    name,
    f: (prediction, target) => [operation[name](prediction, target, { reduction })],
    domains: [domain([2, 3], ...p), domain([2, 3], ...t)],
  }))

export const of = (
  name: string,
  f: (...inputs: readonly Tensor[]) => Tensor,
  ...domains: readonly InputDomain[]
): OperationCase => ({
  name,
  f: (...inputs) => [f(...inputs)],
  domains,
})
