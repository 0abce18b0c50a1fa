import { readFileSync } from 'node:fs'
import * as cotangent from '../../src/index.js'
import * as nn from '../../src/nn/index.js'
import {
  type DType,
  equalShapes,
  fromNested,
  isFloat,
  type Shape,
  sizeOf,
  type Tensor,
} from '../../src/tensor/index.js'

type Datum = number | string

interface Value {
  readonly shape: Shape
  readonly dtype: DType
  readonly data: readonly Datum[]
}

/** One of each result, or that of the only one. */
type Several<T> = T | readonly T[]

/** One operation on given inputs, and what must come out; see the file's own head for its origin. */
export interface Case {
  readonly id: string
  readonly op: string
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: readonly Value[]
  readonly output: Several<Value>
  readonly cotangent: Several<readonly Datum[] | null>
  readonly vjp: readonly (readonly Datum[] | null)[]
  readonly tangent: readonly (readonly Datum[] | null)[]
  readonly jvp: Several<readonly Datum[] | null>
  /** null where there is none to compare with. */
  readonly hessian?: readonly Datum[] | null
  readonly rtol: number
  readonly atol: number
  readonly gradAtol?: number
  readonly elementwise?: boolean
  readonly derivativeCheck: string | null
}

export const { cases } = JSON.parse(readFileSync(new URL('./torch_ops.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[]
}

/** The functions with their types forgotten: the cases come from a file. */
type Untyped = Readonly<Record<string, (...args: readonly unknown[]) => never>>

const { vjp, jvp, hessian, toTypedArray, ...functions } = cotangent as unknown as Untyped

/** Those that calls have asked for, the latest at the end. */
const asked: string[] = []

const recording = (functions: Untyped): Untyped =>
  new Proxy(functions, {
    get: (all, name: string) => {
      asked.push(name)
      return all[name]
    },
  })

const operations = recording(functions)

const layers = recording(nn as unknown as Untyped)

/** What is called like an operation without being one: it makes a layer. */
type LayerOf = (...args: readonly unknown[]) => { readonly apply: (params: object) => (x: unknown) => Tensor }

const layer = (name: string, ...args: readonly unknown[]) => (layers[name] as LayerOf)(...args)

/** Params as options: null stands for an absent one, and of elements that tie it is PyTorch's own way that is told. */
const optionsOf = ({ tieRule: _, ...params }: Case['params']): object =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null))

type Call = (inputs: readonly Tensor[], params: Case['params']) => Several<Tensor>

/** Scale and shift of a normalisation, which leave alone what they are not given for. */
const affine = (shape: Shape, scale?: Tensor, shift?: Tensor): object => ({
  scale: scale ?? operations.ones(shape),
  shift: shift ?? operations.zeros(shape),
})

/** A normalisation of channels. */
const normalised = (name: string, [x, scale, shift]: readonly Tensor[], options: object): Tensor =>
  layer(name, x.shape.slice(1), options).apply(affine([x.shape[1]], scale, shift))(x)

/** Weights and biases as PyTorch has them, [out, in], for x W + b. */
const transposed = (w: Tensor): Tensor => operations.transpose(w)
const total = (a: Tensor, b: Tensor): Tensor => operations.add(a, b)

type Step = (params: object, options?: object) => (state: unknown, x: Tensor) => never

/** The layers, whose parameters the file has in the layout of PyTorch. */
const layerCalls: Readonly<Record<string, Call>> = {
  layerNorm: ([x, scale, shift], { normalizedAxes, ...options }) => {
    const shape = x.shape.slice(-Number(normalizedAxes))
    return layer('layerNorm', shape, options).apply(affine(shape, scale, shift))(x)
  },
  rmsNorm: ([x, scale], options) => layer('rmsNorm', x.shape.at(-1), options).apply({ scale })(x),
  instanceNorm: (inputs, options) => normalised('instanceNorm', inputs, options),
  groupNorm: ([x, scale, shift], { numGroups, eps }) =>
    layer('groupNorm', numGroups, x.shape.slice(1), { eps }).apply(affine([x.shape[1]], scale, shift))(x),
  batchNorm: ([x, scale, shift], { eps }) => {
    const norm = layers.batchNorm(x.shape.slice(1), { eps }) as ReturnType<typeof nn.batchNorm>
    return norm.apply({ scale, shift } as never)({ x, state: norm.initial } as never).y as Tensor
  },
  rnnStep: ([x, h, weights, stateWeights, bias, stateBias], { nonlinearity }) =>
    (layers.rnnStep as Step)(
      { weights: transposed(weights), stateWeights: transposed(stateWeights), bias: total(bias, stateBias) },
      { activation: operations[String(nonlinearity)] },
    )(h, x),
  gruStep: ([x, h, weights, stateWeights, bias, stateBias]) =>
    (layers.gruStep as Step)({
      weights: transposed(weights),
      stateWeights: transposed(stateWeights),
      bias,
      stateBias,
    })(h, x),
  lstmStep: ([x, h, c, weights, stateWeights, bias, stateBias]) => {
    const next: { readonly h: Tensor; readonly c: Tensor } = (layers.lstmStep as Step)({
      weights: transposed(weights),
      stateWeights: transposed(stateWeights),
      bias: total(bias, stateBias),
    })({ h, c }, x)
    return [next.h, next.c]
  },
  scaledDotProductAttention: ([q, k, v, mask], params) =>
    layers.scaledDotProductAttention(q, k, v, { ...optionsOf(params), mask }),
  multiHeadAttention: ([query, key, value, weights, bias, outputWeights, outputBias], { numHeads, causal }) => {
    const attention = layers.multiHeadAttention(query.shape.at(-1), { heads: numHeads, causal }) as ReturnType<
      typeof nn.multiHeadAttention
    >
    const [wq, wk, wv] = operations.split(transposed(weights), 3, { axis: 1 }) as readonly Tensor[]
    const [bq, bk, bv] = operations.split(bias, 3) as readonly Tensor[]
    return attention.attend({
      query: { weights: wq, bias: bq },
      key: { weights: wk, bias: bk },
      value: { weights: wv, bias: bv },
      output: { weights: transposed(outputWeights), bias: outputBias },
    } as never)({ query, key, value } as never)
  },
}

/** The operations whose name or arguments are not those of the file. */
const calls: Readonly<Record<string, Call>> = {
  negative: ([x]) => operations.neg(x),
  subtract: ([a, b]) => operations.sub(a, b),
  multiply: ([a, b]) => operations.mul(a, b),
  divide: ([a, b]) => operations.div(a, b),
  reshape: ([x], { shape }) => operations.reshape(x, shape),
  transpose: ([x], { axes }) => operations.transpose(x, axes ?? undefined),
  swapAxes: ([x], { axis1, axis2 }) => operations.swapAxes(x, axis1, axis2),
  moveAxis: ([x], { source, destination }) => operations.moveAxis(x, source, destination),
  expandDims: ([x], { axis }) => operations.expandDims(x, axis),
  broadcastTo: ([x], { shape }) => operations.broadcastTo(x, shape),
  concatenate: (inputs, params) => operations.concatenate(inputs, params),
  stack: (inputs, params) => operations.stack(inputs, params),
  pad: ([x], { padWidth, ...options }) => operations.pad(x, padWidth, options),
  tile: ([x], { reps }) => operations.tile(x, reps),
  repeat: ([x], { repeats, ...options }) => operations.repeat(x, repeats, optionsOf(options)),
  roll: ([x], { shift, ...options }) => operations.roll(x, shift, optionsOf(options)),
  split: ([x], { indicesOrSections, ...options }) => operations.split(x, indicesOrSections, options),
  slice: ([x], { slices }) => operations.slice(x, slices),
  gather: ([x, indices], params) => operations.takeAlongAxis(x, indices, params),
  topK: ([x], { k, axis }) => operations.topK(x, k, { axis }),
  einsum: (inputs, { equation }) => operations.einsum(equation, ...inputs),
  embedding: ([table, indices]) => operations.take(table, indices, { axis: 0 }),
  conv1d: ([x, w, bias], params) => operations.conv1d(x, w, { ...params, bias }),
  conv2d: ([x, w, bias], params) => operations.conv2d(x, w, { ...params, bias }),
  conv3d: ([x, w, bias], params) => operations.conv3d(x, w, { ...params, bias }),
  convTranspose2d: ([x, w, bias], params) => operations.convTranspose2d(x, w, { ...params, bias }),
  nllLoss: ([x, labels, classWeights], params) => operations.nllLoss(x, labels, { ...params, classWeights }),
  var: ([x], params) => operations.variance(x, optionsOf(params)),
  norm: ([x], { ord, ...options }) => operations.norm(x, { ord: Number(ord), ...optionsOf(options) }),
  binaryCrossEntropyWithLogits: ([z, t, positiveWeight], params) =>
    operations.binaryCrossEntropyWithLogits(z, t, { ...params, positiveWeight }),
}

/** The operation or layer of a case, if it is here. */
const callOf = (op: string): Call | undefined => {
  if (op in nn && op in layerCalls) return layerCalls[op]
  return calls[op] ?? (op in operations ? (inputs, params) => operations[op](...inputs, optionsOf(params)) : undefined)
}

/** The results of a case, of which there may be several. */
const resultsOf = ({ op, params }: Case, inputs: readonly Tensor[]): readonly Tensor[] =>
  [callOf(op)?.(inputs, params) ?? []].flat() as readonly Tensor[]

const outputsOf = ({ output }: Case): readonly Value[] => [output].flat() as readonly Value[]

/** Data of each result; those of the only one stand there by themselves. */
const perResult = (c: Case, data: Several<readonly Datum[] | null>): readonly (readonly Datum[] | null)[] =>
  Array.isArray(c.output) ? (data as readonly (readonly Datum[] | null)[]) : [data as readonly Datum[] | null]

const flat = (dtype: DType, shape: Shape, data: readonly Datum[]): Tensor =>
  operations.reshape(fromNested('golden', data.map(Number), dtype), shape)

const tensorOf = ({ dtype, shape, data }: Value): Tensor => flat(dtype, shape, data)

/** Index of the first element that is wrong, -1 where there is none. */
const mismatch = (got: ArrayLike<number>, want: readonly Datum[], c: Case, atol: number): number => {
  const wanted = want.map(Number)
  const largest = Math.max(0, ...wanted.map(Math.abs).filter(Number.isFinite))
  return wanted.findIndex((b, i) =>
    Number.isFinite(got[i]) && Number.isFinite(b)
      ? Math.abs(got[i] - b) > c.rtol * (c.elementwise ? Math.abs(b) : largest) + atol
      : !(got[i] === b || (Number.isNaN(got[i]) && Number.isNaN(b))),
  )
}

/** What of a result is not as wanted: nothing, or one line. */
const differences = (
  actual: Tensor,
  want: readonly Datum[],
  c: Case,
  atol: number,
  what: string,
): readonly string[] => {
  const got: ArrayLike<number> = toTypedArray(actual)
  return got.length === want.length && mismatch(got, want, c, atol) < 0
    ? []
    : [`${what}: got ${Array.from(got).join(', ')}, want ${want.join(', ')}`]
}

/** Cases whose derivatives go by a convention that is not ours. */
const otherConventions: Readonly<Record<string, string>> = {
  'power-p06': 'forward, 0 to the 0 has derivative NaN there, and 0 here as in reverse',
  'maximum-p05': 'beside a NaN each operand gets the whole derivative there, and half of it here',
  'maxPool2d-p03': 'all goes to the first of those that tie there, and they share evenly here',
  'std-p09': 'forward, a deviation of 0 has derivative NaN there, and 0 here as in reverse',
  'max-p11': 'all goes to the first of those that tie there, and they share evenly here',
}

/** The positions of the inputs that are differentiated, and the function from those to the results that can be. */
const differentiable = (c: Case) => {
  const inputs = c.inputs.map(tensorOf)
  const places = [...inputs.keys()].filter((place) => isFloat(c.inputs[place].dtype) && c.vjp[place] !== null)
  const f = (...moving: readonly Tensor[]): readonly Tensor[] => {
    const all = inputs.map((input, place) => (places.includes(place) ? moving[places.indexOf(place)] : input))
    return resultsOf(c, all).filter(({ dtype }) => isFloat(dtype))
  }
  return { f, places, primals: places.map((place) => inputs[place]) }
}

/** Whether its derivatives are to be compared. */
export const isSmooth = ({ id, derivativeCheck }: Case): boolean =>
  derivativeCheck !== null && otherConventions[id] === undefined

/** Whether its operation is here. */
export const isPresent = ({ op }: Case): boolean => callOf(op) !== undefined

/** The public operation that a case is about, if it is here: the first one that its call asks for. */
export const publicNameOf = (c: Case): string | undefined => {
  const inputs = c.inputs.map(tensorOf)
  const before = asked.length
  resultsOf(c, inputs)
  return asked[before]
}

/** What is wrong with the values of a case. */
export const valueFaults = (c: Case): readonly string[] => {
  const values = resultsOf(c, c.inputs.map(tensorOf))
  return outputsOf(c).flatMap((wanted, index) => {
    const { shape, dtype } = values[index]
    return equalShapes(shape, wanted.shape) && dtype === wanted.dtype
      ? differences(values[index], wanted.data, c, c.atol, 'value')
      : [`it is ${dtype}[${shape}], not ${wanted.dtype}[${wanted.shape}]`]
  })
}

/** What is wrong with the derivatives of a case: in reverse, in forward, and of second order where that is given. */
export const derivativeFaults = (c: Case): readonly string[] => {
  const { f, places, primals } = differentiable(c)
  const atol = c.gradAtol ?? c.atol
  const floats = outputsOf(c).map(({ dtype }) => isFloat(dtype))
  const ofFloats = (data: Several<readonly Datum[] | null>) => perResult(c, data).filter((_, index) => floats[index])

  const [ys, pull] = vjp(f, primals) as readonly [
    readonly Tensor[],
    (cotangents: readonly Tensor[]) => readonly Tensor[],
  ]
  const given = ofFloats(c.cotangent)
  const cotangents = pull(
    ys.map(({ dtype, shape }, index) => flat(dtype, shape, given[index] ?? new Array(sizeOf(shape)).fill(0))),
  )
  const reverse = places.flatMap((place, index) =>
    differences(cotangents[index], c.vjp[place] ?? [], c, atol, `vjp of input ${place}`),
  )

  const tangents = places.map((place) => flat(c.inputs[place].dtype, c.inputs[place].shape, c.tangent[place] ?? []))
  const [, dys] = jvp(f, primals, tangents) as readonly [unknown, readonly Tensor[]]
  const wanted = ofFloats(c.jvp)
  const forward = dys.flatMap((dy, index) => differences(dy, wanted[index] ?? [], c, atol, 'jvp'))

  if (c.hessian === undefined || c.hessian === null) return [...reverse, ...forward]
  const second = (hessian((x: Tensor) => f(x, ...primals.slice(1))[0]) as (x: Tensor) => Tensor)(primals[0])
  return [...reverse, ...forward, ...differences(second, c.hessian, c, atol, 'hessian')]
}
