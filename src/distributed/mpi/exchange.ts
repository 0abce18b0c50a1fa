import { allocate, bytesOf, constructors, type DType, type TypedArray } from '../../tensor/index.js'
import type { Reduction } from '../operands.js'
import { fold } from './fold.js'
import { type Pack, packing } from './packing.js'
import type { Segments } from './segments.js'
import type { World } from './world.js'

/** How much goes into one message, in bytes. */
export interface Limits {
  /** Of what all ranks have together: up to so much, everyone takes all of it and reduces it alone. */
  readonly small: number
  /** More than so much goes in several messages, which keeps the buffers small and counts below MPI's 2^31. */
  readonly message: number
}

/** Of any number in memory, in bytes. */
const alignment = 8

const usualLimits: Limits = { small: 2 ** 14, message: 2 ** 23 }

/** What is done with packs between processes. */
export interface Exchange {
  /** The reduction of everyone's packs, in an array that begins with it. */
  readonly reduce: <D extends DType>(pack: Pack<D>, op: Reduction) => TypedArray<D>
  /** Everyone's packs, one after another. */
  readonly gather: <D extends DType>(pack: Pack<D>) => TypedArray<D>
  /** The root's pack. */
  readonly broadcast: <D extends DType>(pack: Pack<D>, root: number) => TypedArray<D>
}

/** Memory that is used again from call to call, of the greatest size that was asked for. */
const scratch = (): (<D extends DType>(dtype: D, length: number) => TypedArray<D>) => {
  let buffer = new ArrayBuffer(0)
  return <D extends DType>(dtype: D, length: number): TypedArray<D> => {
    const bytes = length * bytesOf(dtype)
    if (bytes > buffer.byteLength) buffer = allocate('bool', Math.ceil(bytes / 8) * 8).buffer as ArrayBuffer
    return new constructors[dtype](buffer, 0, length) as TypedArray<D>
  }
}

/** So many pieces of an array, one after another. */
const piecesOf = (array: TypedArray, size: number, length: number): readonly TypedArray[] =>
  Array.from({ length: size }, (_, rank) => array.subarray(rank * length, (rank + 1) * length))

export const exchangeOver = (world: World, { small, message }: Limits = usualLimits): Exchange => {
  const { rank, size, segments } = world
  const sending = scratch()
  const receiving = scratch()

  /** Everyone gets all that everyone has: one message, and all reduce the same in the same order. */
  const reduceSmall = <D extends DType>(pack: Pack<D>, op: Reduction): TypedArray<D> => {
    const { dtype, length } = pack
    const send = sending(dtype, length)
    packing(pack)(send, 0, length)
    const pieces = receiving(dtype, size * length)
    world.allGather(send, length * bytesOf(dtype), pieces)
    fold(op, dtype, piecesOf(pieces, size, length), world)
    return pieces.slice(0, length) as TypedArray<D>
  }

  /**
   * Every rank reduces one piece of each message, of which it gets everyone's, and gives the result to all. So every
   * element is computed once, in the order of ranks, whatever MPI's library and the network between them; and each rank
   * sends and receives 2 (size - 1) / size of its pack, than which no all-reduce can do with less.
   */
  const reduceLarge = <D extends DType>(pack: Pack<D>, op: Reduction): TypedArray<D> => {
    const { dtype, length } = pack
    const bytes = bytesOf(dtype)
    const longest = size * Math.max(1, Math.floor(message / bytes / size))
    const rounded = (elements: number): number => size * Math.ceil(elements / size)
    const whole = length - (length % longest)
    const result = allocate(dtype, whole + rounded(length - whole))
    const fill = packing(pack)
    for (let from = 0; from < length; from += longest) {
      const until = Math.min(length, from + longest)
      const padded = rounded(until - from)
      const piece = padded / size
      const send = sending(dtype, padded)
      fill(send, from, until)
      send.fill(0, until - from)
      const pieces = receiving(dtype, padded)
      world.allToAll(send, piece * bytes, pieces)
      fold(op, dtype, piecesOf(pieces, size, piece), world)
      world.allGather(pieces, piece * bytes, result.subarray(from, from + padded) as TypedArray<D>)
    }
    return result
  }

  /**
   * The same through memory that all have in common: each lays its elements there, and reduces its piece of everyone's;
   * then everyone takes all pieces. The others write there again only when all have met once more.
   */
  const reduceInCommon = <D extends DType>(
    pack: Pack<D>,
    op: Reduction,
    { bytes, memory, meet }: Segments,
  ): TypedArray<D> => {
    const { dtype, length } = pack
    const width = bytesOf(dtype)
    // A segment holds a message, of `size` pieces, and one piece of the result: each begins where any number may.
    const longest = alignment * Math.floor(bytes / (size + 1) / alignment)
    const at = (rank: number, piece: number, count: number): TypedArray<D> =>
      new constructors[dtype](memory, rank * bytes + piece * longest, count) as TypedArray<D>
    const most = Math.floor((longest * size) / width)
    const result = allocate(dtype, length)
    const fill = packing(pack)
    for (let from = 0; from < length; from += most) {
      const count = Math.min(length - from, most)
      const share = Math.ceil(count / size)
      const begin = (piece: number): number => Math.min(count, piece * share)
      const sizeOfPiece = (piece: number): number => begin(piece + 1) - begin(piece)
      fill(at(rank, 0, count), from, from + count)
      meet()
      const own = at(rank, size, sizeOfPiece(rank))
      const given = (of: number): TypedArray<D> =>
        at(of, 0, count).subarray(begin(rank), begin(rank) + own.length) as TypedArray<D>
      own.set(given(0))
      fold(op, dtype, [own, ...Array.from({ length: size - 1 }, (_, other) => given(other + 1))], world)
      meet()
      for (let piece = 0; piece < size; piece++) result.set(at(piece, size, sizeOfPiece(piece)), from + begin(piece))
    }
    return result
  }

  const gatherInParts = <D extends DType>(pack: Pack<D>): TypedArray<D> => {
    const { dtype, length } = pack
    const longest = Math.max(1, Math.floor(message / bytesOf(dtype) / size))
    const result = allocate(dtype, size * length)
    const fill = packing(pack)
    for (let from = 0; from < length; from += longest) {
      const until = Math.min(length, from + longest)
      const part = until - from
      const send = sending(dtype, part)
      fill(send, from, until)
      const parts = receiving(dtype, size * part)
      world.allGather(send, part * bytesOf(dtype), parts)
      for (let rank = 0; rank < size; rank++)
        result.set(parts.subarray(rank * part, (rank + 1) * part), rank * length + from)
    }
    return result
  }

  const gatherAtOnce = <D extends DType>(pack: Pack<D>): TypedArray<D> => {
    const { dtype, length } = pack
    const send = sending(dtype, length)
    packing(pack)(send, 0, length)
    const result = allocate(dtype, size * length)
    world.allGather(send, length * bytesOf(dtype), result)
    return result
  }

  const broadcast = <D extends DType>(pack: Pack<D>, root: number): TypedArray<D> => {
    const { dtype, length } = pack
    const longest = Math.max(1, Math.floor(message / bytesOf(dtype)))
    const result = allocate(dtype, length)
    if (world.rank === root) packing(pack)(result, 0, length)
    for (let from = 0; from < length; from += longest) {
      const part = result.subarray(from, Math.min(length, from + longest))
      world.broadcast(part as TypedArray<D>, part.length * bytesOf(dtype), root)
    }
    return result
  }

  return {
    reduce: (pack, op) =>
      size * pack.length * bytesOf(pack.dtype) <= small
        ? reduceSmall(pack, op)
        : segments === undefined
          ? reduceLarge(pack, op)
          : reduceInCommon(pack, op, segments),
    gather: (pack) => (pack.length * bytesOf(pack.dtype) <= message ? gatherAtOnce(pack) : gatherInParts(pack)),
    broadcast,
  }
}
