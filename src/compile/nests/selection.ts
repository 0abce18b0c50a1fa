import type { AttributesOf } from '../../graph/index.js'
import { outOfRange } from '../../graph/index.js'
import { showType, type TensorType } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { elementsOf } from '../elements.js'
import { type Axes, coalesced, walk } from '../loops.js'
import { byteStrides, type Place, type Stream } from '../place.js'
import { type Code, i32, type Variable } from '../wasm/index.js'
import { copy } from './copy.js'

type Selection = AttributesOf<'take'>

/**
 * What walks over the selected runs of x [B..., P..., N, Q...] at indices [B..., I...]: over all of B, P and I go the
 * indices, what is indexed (which stands still along I) and the selection [B..., P..., I..., Q...].
 */
interface Runs {
  readonly extents: readonly number[]
  readonly streams: readonly Stream[]
  /** Over Q: first what is indexed, then the selection. */
  readonly run: Axes
}

const runsOf = (indexed: Place, indices: Place, selection: Place, { axis, batchAxes }: Selection): Runs => {
  const extents = selection.shape.slice(0, axis + indices.shape.length - batchAxes)
  const [ofIndexed, ofIndices, ofSelection] = [indexed, indices, selection].map(byteStrides)
  const between = new Array<number>(axis - batchAxes).fill(0)
  const ofI = extents.slice(axis).map(() => 0)
  return {
    extents,
    streams: [
      { place: indices, strides: [...ofIndices.slice(0, batchAxes), ...between, ...ofIndices.slice(batchAxes)] },
      { place: indexed, strides: [...ofIndexed.slice(0, axis), ...ofI] },
      { place: selection, strides: ofSelection.slice(0, extents.length) },
    ],
    run: coalesced(indexed.shape.slice(axis + 1), [ofIndexed.slice(axis + 1), ofSelection.slice(extents.length)]),
  }
}

/** Runs `visit` with pointers to the element that each index selects, and to its place in the selection. */
const eachSelected = (
  assembly: Assembly,
  operation: 'take' | 'scatter' | 'scatterAdd',
  indexed: Place,
  indices: Place,
  selected: Place,
  selection: Selection,
  visit: (code: Code, element: Variable<'i32'>, inSelection: Variable<'i32'>) => void,
): void => {
  const { axis } = selection
  const extent = indexed.shape[axis]
  const stride = byteStrides(indexed)[axis]
  const failure = failureOf(assembly, operation, indexed, indices, extent, axis)
  const { extents, streams, run } = runsOf(indexed, indices, selected, selection)
  const key = [operation, indexed.dtype, failure, extent, stride, run.extents, run.strides.join(';')].join(' ')
  assembly.nest(key, extents, streams, (code, [ofIndex, start, target]) => () => {
    const index = code.load('i32', ofIndex)
    const fromEnd = code.apply('i32.lt_s', index, i32(0))
    const at = code.select(fromEnd, code.apply('i32.add', index, i32(extent)), index)
    code.when(code.apply('i32.ge_u', at, i32(extent)), () => assembly.fail(code, failure, index))
    const element = code.apply('i32.add', start, code.apply('i32.mul', at, i32(stride)))
    const inSelection = code.variable('i32', target)
    walk(code, run, [element, inSelection], () => visit(code, element, inSelection))
  })
}

const failureOf = (
  assembly: Assembly,
  operation: string,
  x: TensorType,
  indices: TensorType,
  extent: number,
  axis: number,
): number =>
  assembly.failure(`${operation} ${axis} ${showType(x)} ${showType(indices)}`, (index) =>
    outOfRange(operation, x, indices, index, extent, axis),
  )

export const take = (
  assembly: Assembly,
  { operands: [x, indices], attributes, types: [type], destinations: [destination] }: SomeApplication<Selection>,
): readonly Place[] => {
  const taken = assembly.place(type, destination)
  const { load, store } = elementsOf(type.dtype)
  eachSelected(assembly, 'take', x, indices, taken, attributes, (code, element, target) => {
    store(code, target, load(code, element))
  })
  return [taken]
}

/** x with each update in the place of what its index selects, or put together with that. */
const scattering =
  (operation: 'scatter' | 'scatterAdd') =>
  (
    assembly: Assembly,
    {
      operands: [x, indices, updates],
      attributes,
      types: [type],
      destinations: [destination],
    }: SomeApplication<Selection>,
  ): readonly Place[] => {
    const scattered = assembly.place(type, destination)
    copy(assembly, x, scattered)
    const { load, store, sum } = elementsOf(type.dtype)
    eachSelected(assembly, operation, scattered, indices, updates, attributes, (code, element, update) => {
      const added = load(code, update)
      store(code, element, operation === 'scatter' ? added : sum(code, load(code, element), added))
    })
    return [scattered]
  }

export const scatter = scattering('scatter')

export const scatterAdd = scattering('scatterAdd')
