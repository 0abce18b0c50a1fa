import fc from 'fast-check'
import { allocate } from '../../src/tensor/allocate.js'
import { Constant, fromRowMajor } from '../../src/tensor/constant.js'
import { type DType, dtypes } from '../../src/tensor/dtype.js'
import { rowMajorStrides, sizeOf } from '../../src/tensor/shape.js'

/** Shapes of rank 0 to 4 with axes of size 0 and 1 among the others. */
export const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })

export const elementsOf = (dtype: DType): fc.Arbitrary<number> =>
  dtype === 'bool'
    ? fc.integer({ min: 0, max: 1 })
    : dtype === 'int32'
      ? fc.integer()
      : dtype === 'float32'
        ? fc.float()
        : fc.double()

/** Constants of any dtype and shape over a fresh row-major buffer. */
export const denseConstants = fc.tuple(fc.constantFrom(...dtypes), shapes).chain(([dtype, shape]) =>
  fc.array(elementsOf(dtype), { minLength: sizeOf(shape), maxLength: sizeOf(shape) }).map((elements) => {
    const data = allocate(dtype, elements.length)
    data.set(elements)
    return fromRowMajor(dtype, shape, data)
  }),
)

/** One axis of a view: of a buffer that has `extent` elements there it takes `count`, every `step`-th, from `first` on. */
interface Cut {
  readonly extent: number
  readonly first: number
  readonly step: number
  readonly count: number
}

const cuts: fc.Arbitrary<Cut> = fc
  .record({ count: fc.integer({ min: 0, max: 4 }), step: fc.integer({ min: -3, max: 3 }), margin: fc.nat({ max: 2 }) })
  .map(({ count, step, margin }) => {
    const span = Math.abs(step) * Math.max(0, count - 1)
    return { extent: span + 1 + 2 * margin, first: step < 0 ? margin + span : margin, step, count }
  })

/** A view with steps, flipped, repeated (stride 0) and permuted axes, and the parts it was made of. */
export const stridedViews = fc.array(cuts, { maxLength: 4 }).chain((axes) =>
  fc
    .tuple(
      fc.constantFrom(...dtypes),
      fc.shuffledSubarray([...axes.keys()], { minLength: axes.length, maxLength: axes.length }),
    )
    .chain(([dtype, order]) => {
      const whole = axes.map(({ extent }) => extent)
      const steps = rowMajorStrides(whole)
      return fc.array(elementsOf(dtype), { minLength: sizeOf(whole), maxLength: sizeOf(whole) }).map((elements) => {
        const data = allocate(dtype, elements.length)
        data.set(elements)
        const shape = order.map((axis) => axes[axis].count)
        const strides = order.map((axis) => axes[axis].step * steps[axis])
        const offset = axes.reduce((sum, { first }, axis) => sum + first * steps[axis], 0)
        return { constant: new Constant(dtype, shape, { data, strides, offset }), data, strides, offset }
      })
    }),
)
