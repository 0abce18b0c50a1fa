import { sizeInBytes } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { copying } from '../fused/expression.js'
import { runLoop } from '../fused/run.js'
import { along, isContiguous, type Place, within } from '../place.js'
import type { Code, Value } from '../wasm/index.js'

/** So many bytes are copied sooner than a call is made that copies any number of them. */
const fewBytes = 256

const accesses = [
  ['v128', 16],
  ['f64', 8],
  ['i32', 4],
  ['u8', 1],
] as const

const copyFew = (code: Code, target: Value<'i32'>, source: Value<'i32'>, bytes: number): void => {
  for (let offset = 0; offset < bytes; ) {
    // The instructions of one type stand for those of the others.
    const [access, size] = accesses.find(([, each]) => offset + each <= bytes) as (typeof accesses)[0]
    code.store(access, target, code.load(access, source, offset), offset)
    offset += size
  }
}

const copyInLoop = (assembly: Assembly, from: Place, to: Place): void =>
  runLoop(assembly, {
    expression: copying(to.dtype),
    extents: to.shape,
    reduced: to.shape.map(() => false),
    reads: [along(from)],
    writes: [along(to)],
    reduction: undefined,
  })

/** At least as many neighbours as lie on a line of the cache. */
const blockLength = 16

/** Fewer bytes than this stay in the first cache, whatever the order in which they are read. */
const turnedBytes = 2 ** 15

/**
 * Whether a place read in order takes one element after the other from different lines of the cache, which are gone when
 * their other elements are due.
 */
const isTurned = ({ shape, strides, dtype }: Place): boolean =>
  strides[strides.length - 1] !== 1 &&
  shape[shape.length - 1] > blockLength &&
  strides.some((stride, axis) => stride === 1 && shape[axis] > 1) &&
  sizeInBytes({ shape, dtype }) > turnedBytes

/** A place in two parts along its last axis: blocks of that one after the other, and what is left. */
const inBlocks = (place: Place): readonly [blocks: Place, rest: Place] => {
  const last = place.shape.length - 1
  const [extent, stride] = [place.shape[last], place.strides[last]]
  const leading = place.shape.slice(0, last)
  const count = Math.floor(extent / blockLength)
  const end = count * blockLength
  return [
    within(place, [count, ...leading, blockLength], [blockLength * stride, ...place.strides]),
    within(place, [...leading, extent - end], place.strides, end * stride),
  ]
}

/** Copies the elements of one place to another of the same shape and dtype. */
export const copy = (assembly: Assembly, from: Place, to: Place): void => {
  if (isContiguous(from) && isContiguous(to)) {
    const [target, source] = assembly.addressesOf(to, from)
    const bytes = sizeInBytes(to)
    if (bytes <= fewBytes) copyFew(assembly.code, target, source, bytes)
    else assembly.code.copyBytes(target, source, bytes)
    return
  }
  const [sources, targets] = isTurned(from) ? [inBlocks(from), inBlocks(to)] : [[from], [to]]
  sources.forEach((source, index) => {
    copyInLoop(assembly, source, targets[index])
  })
}
