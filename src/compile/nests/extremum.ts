import { type Arithmetic, bytesOf, rowMajorStrides } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import { floatArithmetic, integer, integerArithmetic, type Scalar } from '../arithmetic.js'
import type { Assembly } from '../assembly.js'
import { loadScalar } from '../elements.js'
import { type Axes, advance, coalesced, repeat } from '../loops.js'
import { along, byteStrides, type Place, within } from '../place.js'
import { type Code, i32, type Variable } from '../wasm/index.js'
import { type Extreme, isSearchedSideBySide, searchRows } from './search.js'

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

/** What walks over the axes that stay: the operand, and the result. */
const streamsOf = (x: Place, kept: readonly number[], result: Place) => {
  const extents = kept.map((axis) => x.shape[axis])
  const strides = byteStrides(x)
  const streams = [
    { place: x, strides: kept.map((axis) => strides[axis]) },
    along(within(result, extents, rowMajorStrides(extents))),
  ]
  return { extents, streams }
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
  const { extents, streams } = streamsOf(x, kept, result)
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

const instanceFor = (x: Place) => (x.dtype === 'int32' ? integerArithmetic : floatArithmetic)

const variableOf = (code: Code, initial: Scalar): Variable<Scalar['type']> => code.variable(initial.type, initial)

/** Whether a challenger beats the champion. */
type Contest = <T>(o: Arithmetic<T>, challenger: T, champion: T) => T

/** The first index of the extreme element, of the first NaN if there is one. */
const extremeIndex =
  (name: Extreme, beats: Contest) =>
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
    if (result.shape.includes(0)) return [result]
    if (isSearchedSideBySide(x, axis)) {
      const { extents, streams } = streamsOf(x, reductionOf(x, [axis]).kept, result)
      searchRows(
        assembly,
        name,
        x,
        axis,
        result,
        coalesced(
          extents,
          streams.map(({ strides }) => strides),
        ),
      )
      return [result]
    }
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
