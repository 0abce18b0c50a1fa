import {
  type Arithmetic,
  allocate,
  broadcastShapes,
  type Constant,
  type DType,
  DTypeError,
  equalShapes,
  evaluateLanes,
  float64Arithmetic,
  fromRowMajor,
  int32Arithmetic,
  isFloat,
  layoutOf,
  rowMajor,
  type ScalarKernel,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
  view,
  worthLanes,
} from '../tensor/index.js'
import { applyOne } from './expression.js'
import {
  type Differential,
  type DomainCase,
  type Elementwise,
  type NoAttributes,
  noAttributes,
  noDerivative,
} from './primitive.js'
import { broadcastTo } from './primitives/structural.js'
import { fromResult, operandDomain } from './rules.js'

/** Which dtypes an elementwise primitive takes. */
const accepts = {
  float: isFloat,
  number: (dtype: DType) => dtype !== 'bool',
  int32: (dtype: DType) => dtype === 'int32',
  any: () => true,
} as const

const advice = {
  float: 'It needs float64 or float32: convert with astype',
  number: 'It needs numbers: convert with astype',
  int32: 'It needs int32: convert with astype',
  any: 'Convert with astype',
} as const

/** What an elementwise record says of itself beside its derivatives. */
export interface ElementwiseShape<N extends string> {
  readonly name: N
  readonly takes: keyof typeof accepts
  /** 'bool' for comparisons; otherwise the operands' own dtype. */
  readonly gives?: 'bool'
  /** `where` alone: its first operand is a condition, and the rest decide the dtype. */
  readonly conditional?: true
  readonly kernel: ScalarKernel
  readonly domain: readonly DomainCase<NoAttributes>[]
}

/** The cotangent of one operand, given that of the result. */
export type CotangentRule = (cotangent: Tensor, operands: readonly Tensor[], result: Tensor) => Differential

/** What an elementwise record is written with; the rules see one result and whole operands. */
export interface ElementwiseRule<N extends string> extends ElementwiseShape<N> {
  readonly jvp: (tangents: readonly Differential[], operands: readonly Tensor[], result: Tensor) => Differential
  /** One for each operand. */
  readonly vjp: readonly (CotangentRule | typeof noDerivative)[]
}

const inferElementwise = (
  { name, takes, gives, conditional }: ElementwiseShape<string>,
  operands: readonly TensorType[],
): readonly TensorType[] => {
  const start = conditional ? 1 : 0
  const first = operands[start]
  if (conditional && operands[0].dtype !== 'bool')
    throw new DTypeError({ operation: name, operands, problem: `the condition is ${operands[0].dtype}, not bool` })
  const other = operands.find(({ dtype }, index) => dtype !== first.dtype && index >= start)
  if (other !== undefined)
    throw new DTypeError({
      operation: name,
      operands,
      problem: `dtypes ${first.dtype} and ${other.dtype} differ`,
      remedy: 'Convert one with astype',
    })
  if (!accepts[takes](first.dtype))
    throw new DTypeError({
      operation: name,
      operands,
      problem: `it does not take ${first.dtype}`,
      remedy: advice[takes],
    })
  if (!operands.every(({ shape }) => equalShapes(shape, first.shape)))
    throw new ShapeError({
      operation: name,
      operands,
      problem: 'the shapes differ',
      remedy: `Broadcast them to [${broadcastShapes(name, operands).join(', ')}] first`,
    })
  return [{ shape: first.shape, dtype: gives ?? first.dtype }]
}

/** int32 wraps; everything else is computed in float64 and rounded once to its dtype. */
export const arithmeticFor = (operands: readonly TensorType[]): Arithmetic<number> =>
  operands.some(({ dtype }) => dtype === 'int32') ? int32Arithmetic : float64Arithmetic

/** An operand's only element, or all of them, along axes of which all elements are the same. */
const alongOnes = (operand: Constant, shape: Shape): Constant => {
  const { strides, offset } = layoutOf(operand)
  return view(operand, shape, strides, offset)
}

/** Computed once where all operands repeat themselves along an axis, as what is broadcast does; the result repeats it too. */
const evaluateElementwise = (kernel: ScalarKernel, operands: readonly Constant[], type: TensorType): Constant => {
  const repeats = (axis: number): boolean => operands.every((operand) => layoutOf(operand).strides[axis] === 0)
  const shape = type.shape.map((extent, axis) => (extent > 1 && repeats(axis) ? 1 : extent))
  if (equalShapes(shape, type.shape)) return evaluateEach(kernel, operands, type)
  const once = operands.map((operand) => alongOnes(operand, shape))
  const result = evaluateEach(kernel, once, { ...type, shape })
  const { strides, offset } = layoutOf(result)
  return view(
    result,
    type.shape,
    strides.map((stride, axis) => (shape[axis] === type.shape[axis] ? stride : 0)),
    offset,
  )
}

const evaluateEach = (kernel: ScalarKernel, operands: readonly Constant[], type: TensorType): Constant => {
  const arithmetic = arithmeticFor(operands)
  const data = allocate(type.dtype, sizeOf(type.shape))
  const elements = operands.map(rowMajor)
  const [a, b, c] = elements
  if (arithmetic === float64Arithmetic && data.length >= worthLanes) evaluateLanes(kernel, elements, data)
  else if (c !== undefined) for (let i = 0; i < data.length; i++) data[i] = kernel(arithmetic, a[i], b[i], c[i])
  else if (b !== undefined) for (let i = 0; i < data.length; i++) data[i] = kernel(arithmetic, a[i], b[i])
  else for (let i = 0; i < data.length; i++) data[i] = kernel(arithmetic, a[i])
  return fromRowMajor(type.dtype, type.shape, data)
}

const recordOf = <N extends string>(
  shape: ElementwiseShape<N>,
  { jvp, vjp }: Pick<Elementwise<N>, 'jvp' | 'vjp'>,
): Elementwise<N> => ({
  name: shape.name,
  kernel: shape.kernel,
  infer: (operands) => inferElementwise(shape, operands),
  evaluate: (operands, _, [type]) => [evaluateElementwise(shape.kernel, operands, type)],
  jvp,
  vjp,
  batch(operands, batched) {
    const whole = operands[batched.indexOf(true)].shape
    return [applyOne(this, noAttributes, ...operands.map((operand) => broadcastTo(operand, whole)))]
  },
  domain: () => shape.domain,
})

/** The record of a primitive that works element by element. */
export const elementwise = <N extends string>(rule: ElementwiseRule<N>): Elementwise<N> =>
  recordOf(rule, {
    jvp: ({ operands, results }, tangents) => [rule.jvp(tangents, operands, results[0])],
    vjp: ({ operands, results: [y] }) =>
      rule.vjp.map((of, index) =>
        of === noDerivative || !isFloat(operands[index].dtype)
          ? noDerivative
          : fromResult((cotangent) => of(cotangent, operands, y)),
      ),
  })

/** A primitive whose result is piecewise constant: its tangent is zero everywhere. */
export const flat = <N extends string>(shape: ElementwiseShape<N>): Elementwise<N> =>
  recordOf(shape, { jvp: () => [undefined], vjp: ({ operands }) => operands.map(() => noDerivative) })

/** Elementwise primitives as functions of operands of equal shape and dtype; the public operations broadcast before. */
export const unaryOf = (record: Elementwise) => (x: Tensor) => applyOne(record, noAttributes, x)
export const binaryOf = (record: Elementwise) => (a: Tensor, b: Tensor) => applyOne(record, noAttributes, a, b)

/** An interval to draw elements from. */
export type Interval = readonly [low: number, high: number]

const everyday: Interval = [-3, 3]

const sampledShapes = [[], [3], [2, 1], [0, 2]] as const

/** Cases for operands of equal shape; `kinkDistance` is given one element of each operand. */
export const elementwiseCases = (
  intervals: readonly Interval[],
  kinkDistance?: (...elements: readonly number[]) => number,
  dtypes: readonly DType[] = intervals.map(() => 'float64'),
): readonly DomainCase<NoAttributes>[] =>
  sampledShapes.map((shape) => ({
    operands: intervals.map(([low, high], index) => operandDomain(shape, { low, high }, dtypes[index])),
    attributes: noAttributes,
    kinkDistance:
      kinkDistance &&
      ((operands: readonly Constant[]) => {
        const elements = operands.map(rowMajor)
        const distances = Array.from(elements[0], (_, at) => kinkDistance(...elements.map((one) => one[at])))
        return Math.min(Number.POSITIVE_INFINITY, ...distances)
      }),
  }))

/** A unary primitive on floats, which the laws sample in each of some intervals. */
export const unary = <N extends string>(
  name: N,
  kernel: ScalarKernel,
  rules: {
    readonly jvp: (tangent: Tensor, x: Tensor, y: Tensor) => Differential
    readonly vjp: (cotangent: Tensor, x: Tensor, y: Tensor) => Differential
  },
  ...intervals: readonly Interval[]
): Elementwise<N> =>
  elementwise({
    name,
    takes: 'float',
    kernel,
    jvp: ([tangent], [x], y) => tangent && rules.jvp(tangent, x, y),
    vjp: [(cotangent, [x], y) => rules.vjp(cotangent, x, y)],
    domain: (intervals.length === 0 ? [everyday] : intervals).flatMap((interval) => elementwiseCases([interval])),
  })
