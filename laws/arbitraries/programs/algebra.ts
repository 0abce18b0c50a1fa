import { equalShapes, sizeOf } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import { type Builder, isOf, type Template, type Value } from './builder.js'
import { between, either, magnitude, type Range, summed, times } from './range.js'
import { axisOf } from './templates.js'

const zero = between(0, 0)

const last = ({ type: { shape } }: Value): number => shape[shape.length - 1]

/** A sum of products of two values. */
const sums = (a: Value, b: Value): Range =>
  either(zero, summed(times(a.range, b.range), Math.max(sizeOf(a.type.shape), sizeOf(b.type.shape), 1)))

const hasAxes = ({ type }: Value): boolean => type.shape.length > 0

/** A product of two floats, of which the second has to match the first. */
const product =
  (
    operation: OperationName,
    matches: (a: Value, b: Value) => boolean,
    attributes: (builder: Builder, a: Value) => Readonly<Record<string, unknown>> = () => ({}),
    passes: (value: Value) => boolean = hasAxes,
  ): Template =>
  (builder) => {
    const a = builder.float(passes)
    const b = a && builder.float((value) => passes(value) && matches(a, value))
    if (a !== undefined && b !== undefined) builder.straight(operation, [a, b], attributes(builder, a), sums(a, b))
  }

const small = ({ type }: Value): boolean => type.shape.length > 0 && type.shape.length <= 2 && sizeOf(type.shape) <= 6

const einsums: Template = (builder) => {
  const a = builder.float(({ type }) => type.shape.length === 2)
  const b = a && builder.float(({ type }) => equalShapes(type.shape, a.type.shape))
  if (a === undefined || b === undefined) return
  const subscripts = builder.one(['ij,ij->i', 'ij,kj->ik', 'ij,ij', 'ij,ij->ji', 'ab,cb->ac', '...j,...j'])
  builder.straight('einsum', [a, b], { subscripts }, sums(a, b))
}

/** Square matrices to a whole power. */
const raising: Template = (builder) => {
  const x = builder.float((value) => value.type.shape.length > 1 && last(value) === value.type.shape.at(-2))
  if (x === undefined) return
  const exponent = builder.below(3)
  const most = Math.max(1, last(x) * magnitude(x.range) ** 2, magnitude(x.range))
  builder.straight('matrixPower', [x], { exponent }, between(-most, most))
}

export const products: readonly Template[] = [
  product('dot', (a, b) => last(a) === (b.type.shape.length === 1 ? last(b) : b.type.shape[b.type.shape.length - 2])),
  product('inner', (a, b) => last(a) === last(b)),
  product('outer', () => true, undefined, small),
  product('kron', (a, b) => a.type.shape.length === b.type.shape.length, undefined, small),
  product(
    'tensordot',
    (a, b) => last(a) === b.type.shape[0],
    () => ({ axes: 1 }),
  ),
  product(
    'vecdot',
    (a, b) => equalShapes(a.type.shape, b.type.shape),
    (builder, a) => ({ axis: axisOf(builder, a.type) }),
  ),
  einsums,
  raising,
]

const transforming =
  (operation: 'fft' | 'fftn' | 'ifft' | 'ifftn' | 'irfft' | 'rfft'): Template =>
  (builder) => {
    const real = builder.float((value) => hasAxes(value) && sizeOf(value.type.shape) > 0)
    const imaginary = real && builder.float(isOf(real.type))
    if (real === undefined || imaginary === undefined) return
    const operands = operation === 'rfft' ? [real] : [real, imaginary]
    const isOneReal = operation === 'irfft'
    const axis = axisOf(builder, real.type)
    // Of one frequency 2 (m - 1) would be no numbers.
    const n = isOneReal ? { n: 2 * (real.type.shape.at(axis) as number) - 1 } : {}
    const norm = builder.one([{}, { norm: 'ortho' }, { norm: 'forward' }])
    const which = isOneReal ? 0 : builder.below(2)
    const most = 4 * sizeOf(real.type.shape) * Math.max(magnitude(real.range), magnitude(imaginary.range))
    builder.straight(operation, operands, { axis, ...n, ...norm, which }, between(-most, most))
  }

/** Fourier transforms of pairs, and of real numbers. */
export const transforms: readonly Template[] = (['fft', 'fftn', 'ifft', 'ifftn', 'irfft', 'rfft'] as const).map(
  transforming,
)
