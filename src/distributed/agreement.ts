import { createHash } from 'node:crypto'
import { constantOf, toTypedArray } from '../graph/index.js'
import { fromRowMajor, rowMajor, type Tensor } from '../tensor/index.js'
import type { Comm } from './comm.js'

/** So many words of a digest tell any two tensors apart that will ever be compared: 128 bits. */
const words = 4

/** The beginning of a digest of the bits of a tensor, and of its type. */
const digestOf = (leaf: Tensor): Int32Array => {
  const { dtype, shape } = leaf
  const elements = rowMajor(constantOf('dataParallel', leaf))
  const hash = createHash('sha256').update(`${dtype}[${shape.join()}]`)
  hash.update(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength))
  return new Int32Array(new Uint8Array(hash.digest()).buffer, 0, words)
}

/** A tensor that ranks have with other bits: which of those given, and the first rank where it is another one. */
export interface Difference {
  readonly leaf: number
  readonly rank: number
  readonly than: number
}

/** The first difference there is between ranks, of which some may have no say: the same on all ranks, in one message. */
export const differenceOf = (
  comm: Comm,
  leaves: readonly Tensor[],
  hasSay: (rank: number) => boolean = () => true,
): Difference | undefined => {
  if (leaves.length === 0 || comm.size === 1) return undefined
  const digests = new Int32Array(leaves.length * words)
  leaves.forEach((leaf, index) => {
    digests.set(digestOf(leaf), index * words)
  })
  const all = toTypedArray(comm.gather(fromRowMajor('int32', [digests.length], digests)))
  const ranks = Array.from({ length: comm.size }, (_, rank) => rank).filter(hasSay)
  const [than] = ranks
  for (let leaf = 0; leaf < leaves.length; leaf++)
    for (const rank of ranks)
      for (let word = leaf * words; word < (leaf + 1) * words; word++)
        if (all[rank * digests.length + word] !== all[than * digests.length + word]) return { leaf, rank, than }
  return undefined
}
