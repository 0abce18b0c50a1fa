import { broadcastTo, concatenate, expandDims, reshape, slice, squeeze, tile, transpose } from '../../../graph/index.js'
import { broadcastShapes, sizeOf, type Tensor } from '../../../tensor/index.js'
import {
  allInputs,
  allowed,
  axesOf,
  axisOf,
  constantInts,
  intsSince,
  misshapen,
  type OperatorCall,
  type Operators,
  refused,
  required,
} from '../operator.js'
import { wholeTensor } from './operands.js'

/** Where a size is 0 it is that of the input, unless `allowzero`; -1 stands for what is left. */
const reshaped = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const zeros = call.attributes.int('allowzero', 0) !== 0
  const asked = constantInts(call, 1).map((extent, axis) => {
    if (extent !== 0 || zeros) return extent
    if (axis >= x.shape.length) throw misshapen(call, `size ${axis} is 0, and the input has no such axis`)
    return x.shape[axis]
  })
  const open = asked.indexOf(-1)
  if (open < 0) return reshape(x, asked)
  const others = sizeOf(asked.toSpliced(open, 1))
  // Of no elements, what is left is not said by the sizes that are 0.
  const extent = others === 0 ? 0 : sizeOf(x.shape) / others
  if (!Number.isInteger(extent) || asked.lastIndexOf(-1) !== open)
    throw misshapen(call, `its elements do not fit [${asked.join(', ')}]`)
  return reshape(x, asked.with(open, extent))
}

const flattened = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const rank = x.shape.length
  const given = call.attributes.int('axis', 1)
  const axis = given === rank ? rank : axisOf(call, given, Math.max(rank, 1))
  return reshape(x, [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))])
}

const axesGiven = (call: OperatorCall): readonly number[] | undefined => intsSince(call, 13, 'axes', 1)

const squeezed = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const axes = axesGiven(call)
  return axes === undefined ? squeeze(x) : squeeze(x, { axis: axes })
}

const unsqueezed = (call: OperatorCall): Tensor => {
  const axes = axesGiven(call)
  if (axes === undefined) throw refused(call, 'the axes are missing')
  const x = required(call, 0)
  const rank = x.shape.length + axes.length
  const places = axesOf(call, axes, rank)
  return places.toSorted((a, b) => a - b).reduce<Tensor>((each, axis) => expandDims(each, axis), x)
}

const expanded = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const shape = constantInts(call, 1)
  return broadcastTo(x, allowed(call, broadcastShapes(call.operator, [x, { dtype: x.dtype, shape }])))
}

const tiled = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const repeats = constantInts(call, 1)
  if (repeats.length !== x.shape.length)
    throw misshapen(call, `there are ${repeats.length} repeats for ${x.shape.length} axes`)
  allowed(
    call,
    x.shape.map((extent, axis) => extent * repeats[axis]),
  )
  return tile(x, repeats)
}

/** The sizes of the parts of an axis: given, or as many as results are asked for, the last of them smaller. */
const partSizes = (call: OperatorCall, extent: number): readonly number[] => {
  const given = intsSince(call, 13, 'split', 1)
  if (given !== undefined) return given
  const count = call.attributes.int('num_outputs', call.outputs)
  if (count < 1) throw refused(call, `num_outputs is ${count}`)
  const size = Math.ceil(extent / count)
  return Array.from({ length: count }, (_, index) => Math.max(0, Math.min(size, extent - index * size)))
}

const parts = (call: OperatorCall): readonly Tensor[] => {
  const x = required(call, 0)
  const axis = axisOf(call, call.attributes.int('axis', 0), x.shape.length)
  const sizes = partSizes(call, x.shape[axis])
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total !== x.shape[axis] || sizes.some((size) => size < 0))
    throw misshapen(call, `parts of [${sizes.join(', ')}] are not axis ${axis}`)
  let start = 0
  return sizes.map((size) => {
    const range = [start, start + size] as const
    start += size
    return slice(x, [...x.shape.slice(0, axis).map(() => null), range])
  })
}

/** The blocks of the channels of [N, C, H, W] laid out in the plane, or the other way round. */
const blocks = (call: OperatorCall, toSpace: boolean): Tensor => {
  const x = required(call, 0)
  const block = call.attributes.int('blocksize')
  if (x.shape.length !== 4) throw misshapen(call, 'it takes an input of 4 axes')
  const [n, c, h, w] = x.shape
  const whole = toSpace ? [c / block ** 2] : [h / block, w / block]
  if (block < 1 || !whole.every(Number.isInteger))
    throw misshapen(call, `the axes are no multiples of blocks of ${block}`)
  if (!toSpace) {
    const cut = reshape(x, [n, c, h / block, block, w / block, block])
    return reshape(transpose(cut, [0, 3, 5, 1, 2, 4]), [n, c * block ** 2, h / block, w / block])
  }
  const depth = c / block ** 2
  const columnFirst = call.attributes.string('mode', 'DCR') === 'DCR'
  const cut = reshape(x, columnFirst ? [n, block, block, depth, h, w] : [n, depth, block, block, h, w])
  const moved = transpose(cut, columnFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3])
  return reshape(moved, [n, depth, h * block, w * block])
}

const shapeOf = (call: OperatorCall): Tensor => {
  const { shape } = required(call, 0)
  const bound = (name: string, absent: number): number => {
    const given = call.attributes.int(name, absent)
    return Math.min(shape.length, Math.max(0, given < 0 ? given + shape.length : given))
  }
  return wholeTensor(shape.slice(bound('start', 0), bound('end', shape.length)))
}

/** Operators that arrange elements, join and part tensors, and tell their shapes. */
export const shapes: Operators = {
  Concat: (call) => [concatenate(allInputs(call), { axis: call.attributes.int('axis') })],
  DepthToSpace: (call) => [blocks(call, true)],
  Expand: (call) => [expanded(call)],
  Flatten: (call) => [flattened(call)],
  Reshape: (call) => [reshaped(call)],
  Shape: (call) => [shapeOf(call)],
  Size: (call) => [wholeTensor([sizeOf(required(call, 0).shape)], [])],
  SpaceToDepth: (call) => [blocks(call, false)],
  Split: parts,
  Squeeze: (call) => [squeezed(call)],
  Tile: (call) => [tiled(call)],
  Transpose: (call) => {
    const axes = call.attributes.ints('perm', undefined)
    return [axes === undefined ? transpose(required(call, 0)) : transpose(required(call, 0), axes)]
  },
  Unsqueeze: (call) => [unsqueezed(call)],
}
