import { bytesOf, sizeOf } from '../../tensor/index.js'
import type { Scalar } from '../arithmetic.js'
import type { Assembly } from '../assembly.js'
import { loadScalar, storeScalar } from '../elements.js'
import { along, isContiguous, isRepeatedAlong, type Place } from '../place.js'
import type { Code, Value } from '../wasm/index.js'

/** Sets every element of a place to a function of the operands' elements at the same index. */
export const map = (
  assembly: Assembly,
  name: string,
  operands: readonly Place[],
  target: Place,
  scalar: (code: Code, elements: readonly Scalar[]) => Scalar,
): void => {
  const dtypes = [...operands, target].map(({ dtype }) => dtype)
  // An element that is the same at every index is loaded once, in front of the loops.
  const fixed = operands.map(isRepeated)
  assembly.nest(`${name} ${dtypes} ${fixed}`, target.shape, [...operands, target].map(along), (code, pointers) => {
    const load = (index: number): Scalar => loadScalar(code, dtypes[index], pointers[index])
    const early = operands.map((_, index) => (fixed[index] ? load(index) : undefined))
    return () => {
      const elements = early.map((element, index) => element ?? load(index))
      storeScalar(code, target.dtype, pointers[operands.length], scalar(code, elements))
    }
  })
}

const isRepeated = (place: Place): boolean => place.shape.every((_, axis) => isRepeatedAlong(place, axis))

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

/** Copies the elements of one place to another of the same shape and dtype. */
export const copy = (assembly: Assembly, from: Place, to: Place): void => {
  if (isContiguous(from) && isContiguous(to)) {
    const [target, source] = assembly.addressesOf(to, from)
    const bytes = sizeOf(to.shape) * bytesOf(to.dtype)
    if (bytes <= fewBytes) copyFew(assembly.code, target, source, bytes)
    else assembly.code.copyBytes(target, source, bytes)
  } else map(assembly, 'copy', [from], to, (_, [element]) => element)
}
