import { type Arithmetic, bytesOf, rowMajorStrides, type Shape, sizeOf } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import { floatArithmetic, integer, integerArithmetic, type Scalar } from '../arithmetic.js'
import type { Assembly } from '../assembly.js'
import { type Elements, elementsOf, loadScalar, storeScalar } from '../elements.js'
import { type Axes, advance, coalesced, repeat, walk } from '../loops.js'
import { along, byteStrides, type Place, within } from '../place.js'
import { type Code, i32, type Variable } from '../wasm/index.js'
import { copy } from './map.js'

/** The axes of an operand by what a reduction does with them, and the walk over those that go. */
interface Reduction {
  readonly kept: readonly number[]
  readonly reduced: readonly number[]
  readonly inner: Axes
}

const reductionOf = (x: Place, reduced: readonly number[]): Reduction => {
  const kept = [...x.shape.keys()].filter((axis) => !reduced.includes(axis))
  const strides = byteStrides(x)
  const inner = coalesced(
    reduced.map((axis) => x.shape[axis]),
    [reduced.map((axis) => strides[axis])],
  )
  return { kept, reduced, inner }
}

/** Runs a nest over the axes that stay; `body` is given pointers to the first of the elements to reduce and to the result. */
const reducing = (
  assembly: Assembly,
  key: string,
  x: Place,
  { kept, inner }: Reduction,
  result: Place,
  body: (code: Code, first: Variable<'i32'>, target: Variable<'i32'>) => void,
): void => {
  const extents = kept.map((axis) => x.shape[axis])
  const strides = byteStrides(x)
  const streams = [
    { place: x, strides: kept.map((axis) => strides[axis]) },
    along(within(result, extents, rowMajorStrides(extents))),
  ]
  assembly.nest(
    `${key} ${x.dtype} ${inner.extents}:${inner.strides}`,
    extents,
    streams,
    (code, [source, target]) =>
      () => {
        body(code, code.variable('i32', source), target)
      },
  )
}

// --- sumTo

const lanes = 8
const blockLength = 1024

/** The sum of elements at even distances, none of them negative, in the order that every engine keeps. */
const orderedSum = (
  code: Code,
  { zero, load, addTo, sum }: Elements,
  pointer: Variable<'i32'>,
  length: number,
  stride: number,
): Variable => {
  const total = code.variable(zero.type, zero)
  const lane = Array.from({ length: lanes }, () => code.variable(zero.type))
  const addUp = (first: number, count: number): void => {
    for (let index = first; index < first + count; index++)
      addTo(code, lane[index], load(code, pointer, index * stride))
  }
  const block = (count: number): void => {
    for (const each of lane) code.assign(each, zero)
    repeat(code, Math.floor(count / lanes), () => {
      addUp(0, lanes)
      advance(code, pointer, lanes * stride)
    })
    addUp(0, count % lanes)
    const quarter = (index: number): Variable => sum(code, lane[index], lane[index + 1])
    const left = sum(code, quarter(0), quarter(2))
    addTo(code, total, sum(code, left, sum(code, quarter(4), quarter(6))))
  }
  repeat(code, Math.floor(length / blockLength), () => block(blockLength))
  if (length % blockLength > 0) block(length % blockLength)
  return total
}

/** The elements of a place with the reduced axes behind the others, one after another. */
const arranged = (assembly: Assembly, x: Place, { kept, reduced }: Reduction): Place => {
  const order = [...kept, ...reduced]
  const shape = order.map((axis) => x.shape[axis])
  const strides = order.map((axis) => x.strides[axis])
  const place = assembly.allocate({ dtype: x.dtype, shape })
  copy(assembly, within(x, shape, strides), place)
  return place
}

export const sumTo = (
  assembly: Assembly,
  { operands: [x], types: [type], destinations: [destination] }: SomeApplication<{ readonly shape: Shape }>,
): readonly Place[] => {
  const added = x.shape.length - type.shape.length
  const reduced = [...x.shape.keys()].filter((axis) => axis < added || type.shape[axis - added] !== x.shape[axis])
  const result = assembly.place(type, destination)
  addUpTo(assembly, x, reduced, result)
  return [result]
}

const addUpTo = (assembly: Assembly, x: Place, reduced: readonly number[], result: Place): void => {
  const reduction = reductionOf(x, reduced)
  const { extents, strides } = reduction.inner
  if (extents.length > 1 || strides[0].some((stride) => stride < 0)) {
    const rows = arranged(assembly, x, reduction)
    addUpTo(assembly, rows, [...x.shape.keys()].slice(reduction.kept.length), result)
    assembly.release(rows)
    return
  }
  const elements = elementsOf(x.dtype)
  const length = sizeOf(extents)
  reducing(assembly, 'sum', x, reduction, result, (code, first, target) => {
    elements.store(code, target, orderedSum(code, elements, first, length, strides[0][0] ?? 0))
  })
}

// --- reduceMax, reduceMin, argmax, argmin

const instanceFor = (x: Place) => (x.dtype === 'int32' ? integerArithmetic : floatArithmetic)

const variableOf = (code: Code, initial: Scalar): Variable<Scalar['type']> => code.variable(initial.type, initial)

const extremum =
  (name: 'maximum' | 'minimum', start: { readonly float: number; readonly integer: number }) =>
  (
    assembly: Assembly,
    {
      operands: [x],
      attributes: { axes },
      types: [type],
      destinations: [destination],
    }: SomeApplication<{ readonly axes: readonly number[] }>,
  ): readonly Place[] => {
    const result = assembly.place(type, destination)
    const reduction = reductionOf(
      x,
      [...x.shape.keys()].filter((axis) => axes.includes(axis)),
    )
    reducing(assembly, name, x, reduction, result, (code, pointer, target) => {
      const o = instanceFor(x)(code, assembly)
      const best = variableOf(code, o.constant(x.dtype === 'int32' ? start.integer : start.float))
      walk(code, reduction.inner, [pointer], () => {
        code.assign(best, o[name](best, loadScalar(code, x.dtype, pointer)))
      })
      storeScalar(code, x.dtype, target, best)
    })
    return [result]
  }

export const reduceMax = extremum('maximum', { float: Number.NEGATIVE_INFINITY, integer: -(2 ** 31) })
export const reduceMin = extremum('minimum', { float: Number.POSITIVE_INFINITY, integer: 2 ** 31 - 1 })

/** Whether a challenger beats the champion. */
type Contest = <T>(o: Arithmetic<T>, challenger: T, champion: T) => T

/** The first index of the extreme element, of the first NaN if there is one. */
const extremeIndex =
  (name: 'argmax' | 'argmin', beats: Contest) =>
  (
    assembly: Assembly,
    {
      operands: [x],
      attributes: { axis },
      types: [type],
      destinations: [destination],
    }: SomeApplication<{ readonly axis: number }>,
  ): readonly Place[] => {
    const result = assembly.place(type, destination)
    const stride = x.strides[axis] * bytesOf(x.dtype)
    reducing(assembly, name, x, reductionOf(x, [axis]), result, (code, pointer, target) => {
      const o = instanceFor(x)(code, assembly)
      const best = code.variable('i32', i32(0))
      const index = code.variable('i32', i32(0))
      const champion = variableOf(code, loadScalar(code, x.dtype, pointer))
      repeat(code, x.shape[axis] - 1, () => {
        advance(code, pointer, stride)
        code.update(index, 'i32.add', index, i32(1))
        const challenger = loadScalar(code, x.dtype, pointer)
        const isFirstNaN = o.and(o.not(o.equal(challenger, challenger)), o.equal(champion, champion))
        const wins = o.or(beats(o, challenger, champion), isFirstNaN)
        code.assign(champion, o.select(wins, challenger, champion))
        code.assign(best, integer(o.select(wins, index, best)))
      })
      code.store('i32', target, best)
    })
    return [result]
  }

export const argmax = extremeIndex('argmax', (o, challenger, champion) => o.less(champion, challenger))
export const argmin = extremeIndex('argmin', (o, challenger, champion) => o.less(challenger, champion))
