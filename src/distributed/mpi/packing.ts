import {
  Constant,
  copyRowMajor,
  type DType,
  dtypes,
  rowMajor,
  rowMajorStrides,
  sizeOf,
  type TypedArray,
} from '../../tensor/index.js'

/** The leaves of one dtype, as they go into messages: one after another. */
export interface Pack<D extends DType = DType> {
  readonly dtype: D
  readonly leaves: readonly Constant<D>[]
  /** Where the leaves stand in the tree. */
  readonly places: readonly number[]
  /** Where each begins, in elements. */
  readonly offsets: readonly number[]
  readonly length: number
}

/** The leaves of a tree by their dtypes. */
export const packsOf = (values: readonly Constant[]): readonly Pack[] =>
  dtypes.flatMap((dtype) => {
    const places = values.flatMap((value, place) => (value.dtype === dtype ? [place] : []))
    const leaves = places.map((place) => values[place])
    const offsets: number[] = []
    let length = 0
    for (const { shape } of leaves) {
      offsets.push(length)
      length += sizeOf(shape)
    }
    return length === 0 && leaves.length === 0 ? [] : [{ dtype, leaves, places, offsets, length }]
  })

/** Copies the elements `from` to `until` of a pack to the beginning of `target`, as what calls it goes through them in order. */
export const packing = ({ leaves, offsets }: Pack): ((target: TypedArray, from: number, until: number) => void) => {
  let current = 0
  // Of a leaf that is no run of elements in memory the copy that is one, as long as messages take from it.
  let copied: readonly [leaf: number, elements: TypedArray] | undefined
  const elementsOf = (leaf: number): TypedArray => {
    if (copied?.[0] !== leaf) copied = [leaf, rowMajor(leaves[leaf])]
    return copied[1]
  }
  return (target, from, until) => {
    while (current < leaves.length && offsets[current] < until) {
      const leaf = leaves[current]
      const begin = offsets[current]
      const end = begin + sizeOf(leaf.shape)
      if (begin >= from && end <= until) copyRowMajor(leaf, target, begin - from)
      else {
        const [first, last] = [Math.max(begin, from), Math.min(end, until)]
        target.set(elementsOf(current).subarray(first - begin, last - begin), first - from)
      }
      if (end > until) return
      current++
    }
  }
}

/** Writes the leaves of a pack, made anew of the elements that lie in `data`, to their places among all. */
export const unpack = <D extends DType>(pack: Pack<D>, data: TypedArray<D>, values: Constant[]): void => {
  const { dtype, leaves, places, offsets } = pack
  for (let leaf = 0; leaf < leaves.length; leaf++) {
    const { shape } = leaves[leaf]
    values[places[leaf]] = new Constant(dtype, shape, { data, strides: rowMajorStrides(shape), offset: offsets[leaf] })
  }
}

/**
 * The same of the packs of all ranks, one after another: each leaf gets a new axis 0, along which it is found in one
 * pack after the other.
 */
export const unpackStacked = <D extends DType>(
  pack: Pack<D>,
  size: number,
  data: TypedArray<D>,
  values: Constant[],
): void => {
  const { dtype, leaves, places, offsets, length } = pack
  for (let leaf = 0; leaf < leaves.length; leaf++) {
    const { shape } = leaves[leaf]
    const strides = [length, ...rowMajorStrides(shape)]
    values[places[leaf]] = new Constant(dtype, [size, ...shape], { data, strides, offset: offsets[leaf] })
  }
}
