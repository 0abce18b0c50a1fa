import { astype, less, pad, reshape, slice, sub, take, takeAlongAxis, tril, triu, where } from '../../../graph/index.js'
import { fromTyped, rowMajor, sizeOf, type Tensor } from '../../../tensor/index.js'
import {
  allowed,
  axesOf,
  axisOf,
  choiceOf,
  concrete,
  constantInts,
  constantNumber,
  intsSince,
  known,
  misshapen,
  type OperatorCall,
  type Operators,
  optional,
  refused,
  required,
} from '../operator.js'
import { countedAlong, wholeTensor } from './operands.js'

const sliced = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const rank = x.shape.length
  const [starts, ends, axes, steps] = ['starts', 'ends', 'axes', 'steps'].map((name, index) =>
    name === 'steps' && call.opset < 10 ? undefined : intsSince(call, 10, name, index + 1),
  )
  if (starts === undefined || ends === undefined) throw refused(call, 'where to start and to end is missing')
  const places = axesOf(call, axes ?? starts.map((_, axis) => axis), rank)
  if (places.length !== starts.length || ends.length !== starts.length || (steps ?? starts).length !== starts.length)
    throw misshapen(call, `${starts.length} starts, ${ends.length} ends and ${places.length} axes do not go together`)
  const ranges = x.shape.map((_, axis) => {
    const at = places.indexOf(axis)
    return at < 0 ? null : ([starts[at], ends[at], steps?.[at] ?? 1] as const)
  })
  return slice(x, ranges)
}

/** Modes of ONNX as ours are called. */
const modes = { constant: 'constant', edge: 'edge', reflect: 'reflect', wrap: 'wrap' } as const

/** The value around what is padded, where it is computed: in its place first stand zeros. */
const around = (x: Tensor, widths: readonly (readonly [number, number])[], value: Tensor): Tensor => {
  const inside = pad(fromTyped('Pad', new Uint8Array(sizeOf(x.shape)).fill(1), x.shape), widths)
  return where(inside, pad(x, widths), reshape(value, []))
}

/** Negative widths take away. */
const padded = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const rank = x.shape.length
  const given = intsSince(call, 11, 'pads', 1)
  if (given === undefined) throw refused(call, 'the widths are missing')
  const axes = axesOf(
    call,
    optional(call, 3) === undefined ? x.shape.map((_, axis) => axis) : constantInts(call, 3),
    rank,
  )
  if (given.length !== 2 * axes.length)
    throw misshapen(call, `there are ${given.length} widths for ${axes.length} axes`)
  const signed = x.shape.map((_, axis): readonly [number, number] => {
    const at = axes.indexOf(axis)
    return at < 0 ? [0, 0] : [given[at], given[at + axes.length]]
  })
  const kept = slice(
    x,
    x.shape.map((extent, axis) => [Math.max(0, -signed[axis][0]), Math.max(0, extent + Math.min(0, signed[axis][1]))]),
  )
  const widths = signed.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const)
  allowed(
    call,
    kept.shape.map((extent, axis) => extent + widths[axis][0] + widths[axis][1]),
  )
  const mode = choiceOf<keyof typeof modes>(call, 'mode', call.attributes.string('mode', 'constant'), modes)
  if (mode !== 'constant') return pad(kept, widths, { mode })
  if (call.opset < 11) return pad(kept, widths, { value: call.attributes.float('value', 0) })
  const value = optional(call, 2)
  if (value === undefined) return pad(kept, widths)
  const element = concrete(call.operator, value)
  if (element === undefined || element !== value) return around(kept, widths, value)
  const [number] = rowMajor(element)
  return pad(kept, widths, { value: value.dtype === 'bool' ? number !== 0 : number })
}

/** The middle of an axis that is too long, and zeros around one that is too short: where it does not come out even, after. */
const centred = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const target = constantInts(call, 1)
  const axes = axesOf(
    call,
    call.attributes.ints(
      'axes',
      x.shape.map((_, axis) => axis),
    ),
    x.shape.length,
  )
  if (axes.length !== target.length) throw misshapen(call, `there are ${target.length} sizes for ${axes.length} axes`)
  const wanted = allowed(
    call,
    x.shape.map((extent, axis) => (axes.includes(axis) ? target[axes.indexOf(axis)] : extent)),
  )
  const cut = slice(
    x,
    x.shape.map((extent, axis) => {
      const start = Math.max(0, Math.floor((extent - wanted[axis]) / 2))
      return [start, start + Math.min(extent, wanted[axis])] as const
    }),
  )
  const widths = cut.shape.map((extent, axis) => {
    const before = Math.floor((wanted[axis] - extent) / 2)
    return [before, wanted[axis] - extent - before] as const
  })
  return pad(cut, widths)
}

/** The first of each sequence turned round, as many as its length says. */
const reversed = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const rank = x.shape.length
  const time = axisOf(call, call.attributes.int('time_axis', 0), rank)
  const batch = axisOf(call, call.attributes.int('batch_axis', 1), rank)
  const lengths = reshape(
    astype(required(call, 1), 'int32'),
    x.shape.map((extent, axis) => (axis === batch ? extent : 1)),
  )
  const places = countedAlong(x.shape, time)
  return takeAlongAxis(x, where(less(places, lengths), sub(sub(lengths, 1), places), places), { axis: time })
}

const triangle = (call: OperatorCall): Tensor => {
  const k = optional(call, 1) === undefined ? 0 : constantNumber(call, 1)
  return (call.attributes.int('upper', 1) !== 0 ? triu : tril)(required(call, 0), { k })
}

/** Which elements are kept has to be known. */
const compressed = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const kept = Array.from(rowMajor(known(call, 1))).flatMap((truth, index) => (truth === 0 ? [] : [index]))
  const axis = call.attributes.int('axis', undefined)
  const places = wholeTensor(kept)
  return axis === undefined ? take(x, places) : take(x, places, { axis: axisOf(call, axis, x.shape.length) })
}

/** The coordinates of elements that are not 0, a row for each axis. */
const nonzero = (call: OperatorCall): Tensor => {
  const x = known(call, 0)
  const elements = rowMajor(x)
  const places = Array.from(elements).flatMap((element, index) => (element === 0 ? [] : [index]))
  const rows = x.shape.map((extent, axis) => {
    const stride = sizeOf(x.shape.slice(axis + 1))
    return places.map((at) => Math.floor(at / stride) % extent)
  })
  return wholeTensor(rows.flat(), [x.shape.length, places.length])
}

/** The different elements, or slices along an axis: where each first stands, which one each is, how often it does. */
const unique = (call: OperatorCall): readonly Tensor[] => {
  const x = required(call, 0)
  const given = call.attributes.int('axis', undefined)
  const axis = given === undefined ? undefined : axisOf(call, given, x.shape.length)
  const elements = rowMajor(known(call, 0))
  const count = axis === undefined ? elements.length : x.shape[axis]
  const inner = axis === undefined ? 1 : sizeOf(x.shape.slice(axis + 1))
  const outer = axis === undefined ? 1 : sizeOf(x.shape.slice(0, axis))
  const sliceAt = (index: number): readonly number[] =>
    Array.from(
      { length: outer * inner },
      (_, at) => elements[(Math.floor(at / inner) * count + index) * inner + (at % inner)],
    )
  const slices = Array.from({ length: count }, (_, index) => sliceAt(index))
  const compare = (a: readonly number[], b: readonly number[]): number => {
    const at = a.findIndex((element, index) => element !== b[index])
    return at < 0 ? 0 : a[at] - b[at]
  }
  const order = slices.map((_, index) => index).sort((a, b) => compare(slices[a], slices[b]) || a - b)
  const groups: number[][] = []
  for (const index of order) {
    const last = groups.at(-1)
    if (last !== undefined && compare(slices[last[0]], slices[index]) === 0) last.push(index)
    else groups.push([index])
  }
  if (call.attributes.int('sorted', 1) === 0) groups.sort((a, b) => a[0] - b[0])
  const inverse = new Array<number>(count)
  for (const [which, group] of groups.entries()) for (const index of group) inverse[index] = which
  const firsts = wholeTensor(groups.map(([first]) => first))
  return [
    axis === undefined ? take(x, firsts) : take(x, firsts, { axis }),
    firsts,
    wholeTensor(inverse),
    wholeTensor(groups.map(({ length }) => length)),
  ]
}

/** Operators that take parts of tensors, or put something around them. */
export const slicing: Operators = {
  CenterCropPad: (call) => [centred(call)],
  Compress: (call) => [compressed(call)],
  NonZero: (call) => [nonzero(call)],
  Pad: (call) => [padded(call)],
  ReverseSequence: (call) => [reversed(call)],
  Slice: (call) => [sliced(call)],
  Trilu: (call) => [triangle(call)],
  Unique: unique,
}
