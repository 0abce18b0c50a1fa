import {
  add,
  broadcastTo,
  concatenate,
  gather,
  indexAdd,
  indexSet,
  maximum,
  minimum,
  mul,
  reshape,
  scan,
  slice,
  take,
  takeAlongAxis,
} from '../../../graph/index.js'
import { equalShapes, rowMajorStrides, type Shape, sizeOf, type Tensor } from '../../../tensor/index.js'
import { axisOf, choiceOf, misshapen, type OperatorCall, type Operators, required } from '../operator.js'
import { countedAlong, wholeTensor } from './operands.js'

/** Indices have as many axes as the data and may reach less far along the others. */
const gatheredElements = (call: OperatorCall): Tensor => {
  const [x, indices] = [required(call, 0), required(call, 1)]
  const axis = axisOf(call, call.attributes.int('axis', 0), x.shape.length)
  checkReach(call, x, indices, axis)
  const reached = x.shape.map((extent, each) => [0, each === axis ? extent : indices.shape[each]] as const)
  return takeAlongAxis(slice(x, reached), indices, { axis })
}

const checkReach = (call: OperatorCall, x: Tensor, indices: Tensor, axis: number): void => {
  const fits =
    indices.shape.length === x.shape.length &&
    indices.shape.every((extent, each) => each === axis || extent <= x.shape[each])
  if (!fits) throw misshapen(call, 'the indices reach further than the data')
}

/** Coordinates stand along the last axis of the indices; with `batch_dims` each batch has its own. */
const gatheredSlices = (call: OperatorCall): Tensor => {
  const [x, indices] = [required(call, 0), required(call, 1)]
  const batches = call.opset < 12 ? 0 : call.attributes.int('batch_dims', 0)
  if (batches === 0) return gather(x, indices)
  const heads = [x, indices].map(({ shape }) => shape.slice(0, batches))
  if (batches < 0 || !equalShapes(heads[0], heads[1]) || heads[0].length < batches)
    throw misshapen(call, `the first ${batches} axes differ`)
  const places = indices.shape.slice(0, -1)
  const own = heads[0].map((_, axis) => broadcastTo(expandedTo(countedAlong(places, axis)), [...places, 1]))
  return gather(x, concatenate([...own, indices], { axis: -1 }))
}

const expandedTo = (x: Tensor): Tensor => reshape(x, [...x.shape, 1])

/** Rows [N, Q] with updates [K, Q] put or combined at places [K]. */
type Combination = (rows: Tensor, places: Tensor, updates: Tensor) => Tensor

/** One update after another, each combined with what is there by then. */
const oneByOne =
  (combine: (a: Tensor, b: Tensor) => Tensor): Combination =>
  (rows, places, updates) => {
    const step = (state: Tensor, { place, update }: { readonly place: Tensor; readonly update: Tensor }) =>
      [indexSet(state, place, combine(take(state, place, { axis: 0 }), update), { axis: 0 }), null] as const
    return scan(step, rows, { place: places, update: updates })[0]
  }

const combinations: Readonly<Record<string, Combination>> = {
  none: (rows, places, updates) => indexSet(rows, places, updates, { axis: 0 }),
  add: (rows, places, updates) => indexAdd(rows, places, updates, { axis: 0 }),
  mul: oneByOne(mul),
  max: oneByOne(maximum),
  min: oneByOne(minimum),
}

const combinationOf = (call: OperatorCall): Combination =>
  choiceOf(call, 'reduction', call.opset < 16 ? 'none' : call.attributes.string('reduction', 'none'), combinations)

/** Coordinates for some axes as places in row-major order; each is looked up in its own axis, which refuses one outside. */
const linear = (coordinates: readonly Tensor[], extents: Shape): Tensor => {
  const strides = rowMajorStrides(extents)
  const looked = coordinates.map((coordinate, axis) =>
    mul(take(countedAlong([extents[axis]], 0), coordinate, { axis: 0 }), strides[axis]),
  )
  return looked.reduce((a, b) => add(a, b), wholeTensor([0], []))
}

const scatteredElements = (call: OperatorCall): Tensor => {
  const [x, indices, updates] = [0, 1, 2].map((index) => required(call, index))
  const axis = axisOf(call, call.attributes.int('axis', 0), x.shape.length)
  checkReach(call, x, indices, axis)
  if (!equalShapes(indices.shape, updates.shape))
    throw misshapen(call, 'the updates do not have the shape of the indices')
  const coordinates = x.shape.map((_, each) => (each === axis ? indices : countedAlong(indices.shape, each)))
  const places = broadcastTo(linear(coordinates, x.shape), indices.shape)
  const count = sizeOf(indices.shape)
  const column = (tensor: Tensor, size: number): Tensor => reshape(tensor, [size, 1])
  const result = combinationOf(call)(column(x, sizeOf(x.shape)), reshape(places, [count]), column(updates, count))
  return reshape(result, x.shape)
}

const scatteredSlices = (call: OperatorCall): Tensor => {
  const [x, indices, updates] = [0, 1, 2].map((index) => required(call, index))
  const depth = indices.shape.at(-1)
  if (depth === undefined || depth > x.shape.length)
    throw misshapen(call, 'the indices have more coordinates than there are axes')
  const [extents, rest] = [x.shape.slice(0, depth), x.shape.slice(depth)]
  const places = indices.shape.slice(0, -1)
  const wanted = [...places, ...rest]
  if (!equalShapes(updates.shape, wanted)) throw misshapen(call, `the updates are not [${wanted.join(', ')}]`)
  const coordinates = extents.map((_, axis) =>
    reshape(slice(indices, [...places.map(() => null), [axis, axis + 1]]), places),
  )
  const count = sizeOf(places)
  const at = reshape(broadcastTo(linear(coordinates, extents), places), [count])
  const width = sizeOf(rest)
  const rows = reshape(x, [sizeOf(extents), width])
  return reshape(combinationOf(call)(rows, at, reshape(updates, [count, width])), x.shape)
}

/** Operators that take elements and slices by indices, or put them there. */
export const gathering: Operators = {
  Gather: (call) => {
    const x = required(call, 0)
    return [take(x, required(call, 1), { axis: axisOf(call, call.attributes.int('axis', 0), x.shape.length) })]
  },
  GatherElements: (call) => [gatheredElements(call)],
  GatherND: (call) => [gatheredSlices(call)],
  Scatter: (call) => [scatteredElements(call)],
  ScatterElements: (call) => [scatteredElements(call)],
  ScatterND: (call) => [scatteredSlices(call)],
}
