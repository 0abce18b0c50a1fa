import { bytesOf, constructors, type DType, type TypedArray } from './dtype.js'
import { MemoryError } from './errors.js'

/** A zeroed typed array of `length` elements of a dtype; a MemoryError where the machine has no room for it. */
export const allocate = <D extends DType>(dtype: D, length: number): TypedArray<D> => {
  try {
    return new constructors[dtype](length) as TypedArray<D>
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new MemoryError({
      operation: 'allocate',
      problem: `${length} elements of ${dtype} take ${length * bytesOf(dtype)} bytes, more than can be had`,
      remedy: 'Use smaller shapes or smaller batches',
    })
  }
}
