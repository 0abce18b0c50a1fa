import { primitives } from '../../graph/index.js'
import type { DType } from '../../tensor/index.js'
import { repeat } from '../loops.js'
import {
  addPacks,
  applyKernel,
  assignPack,
  constantPack,
  halvesOf,
  type KernelHost,
  lane,
  type Pack,
  packVariable,
} from '../vector/index.js'
import type { Code, Variable } from '../wasm/index.js'
import type { Access } from './access.js'
import { type Loop, type Reduction, type ReductionName, streamsOf } from './loop.js'
import { type Count, cursorFrom, inSteps, type Lanes, move } from './steps.js'

/** As long as this are the runs of which `sumTo` adds up the sums. */
export const blockLength = 1024

/** An ordered sum has so many lanes. */
export const partialSums = 8

type Combine = (a: Pack, b: Pack) => Pack

const combineOf = (code: Code, host: KernelHost, { name, dtype }: Reduction): Combine => {
  if (name !== 'reduceMax' && name !== 'reduceMin') return (a, b) => addPacks(code, a, b)
  const extremum = name === 'reduceMax' ? primitives.maximum : primitives.minimum
  return (a, b) => applyKernel(code, host, extremum, dtype, [a, b])
}

/** What changes nothing, to start from. */
const neutral = (name: ReductionName, dtype: DType): number => {
  if (name !== 'reduceMax' && name !== 'reduceMin') return 0
  const least = dtype === 'int32' ? -(2 ** 31) : Number.NEGATIVE_INFINITY
  const greatest = dtype === 'int32' ? 2 ** 31 - 1 : Number.POSITIVE_INFINITY
  return name === 'reduceMax' ? least : greatest
}

/**
 * How many partial results there are: an ordered sum has its eight lanes. Where any order will do they are as many packs of
 * four as take four vectors: a loop then seldom waits for one, and eight would leave no registers for what it reads.
 */
const partials = ({ name, dtype }: Reduction): number =>
  name === 'sumTo' ? partialSums : name === 'serialSum' ? 1 : dtype === 'float64' ? 2 : 4

/**
 * The first `used` partial results as one, joined as a tree of neighbours: ((0 1) (2 3)) ((4 5) (6 7)). The others are
 * still neutral: no partial sum is -0, since each started from 0, so adding 0 changes nothing.
 */
const joined = (combine: Combine, packs: readonly Pack[], used: number): Pack => {
  const half = packs.length / 2
  if (packs.length === 1) return packs[0]
  const left = joined(combine, packs.slice(0, half), used)
  return used <= half ? left : combine(left, joined(combine, packs.slice(half), used - half))
}

/** The elements of a pack. */
const split = (code: Code, pack: Pack): readonly Pack[] =>
  Array.from({ length: pack.lanes }, (_, index) => lane(code, pack, index))

/** The eight lanes of two packs as one, once each of the elements that are left has gone to the lane whose turn it is. */
const joinedInOrder = (code: Code, combine: Combine, packs: readonly Pack[], rest: readonly Pack[], length: number) => {
  const lanes = packs.flatMap((pack) => split(code, pack))
  rest
    .flatMap((pack) => split(code, pack))
    .forEach((element, index) => {
      const turn = (length & 4) + index
      lanes[turn] = combine(lanes[turn], element)
    })
  return joined(combine, lanes, length)
}

/** Packs of four, and of two and one that are left, as one in whatever order is short. */
const joinedAnyhow = (code: Code, combine: Combine, packs: readonly Pack[], rest: readonly Pack[], length: number) => {
  const withRest = (pack: Pack): Pack => {
    const same = rest.find(({ lanes }) => lanes === pack.lanes)
    return same === undefined ? pack : combine(pack, same)
  }
  const [low, high] = halvesOf(code, joined(combine, packs, Math.floor(length / 4)))
  const [first, second] = split(code, withRest(combine(low, high)))
  return withRest(combine(first, second))
}

/** Accumulators: variables to which values are joined in turn. */
const accumulators = (code: Code, combine: Combine, { name, dtype }: Reduction, count: number, lanes: Lanes) => {
  const packs = Array.from({ length: count }, () =>
    packVariable(code, constantPack(dtype, neutral(name, dtype), lanes)),
  )
  const take = (index: number, value: Pack): void => {
    assignPack(code, packs[index], combine(packs[index], value))
  }
  return { packs, take }
}

/** Rows that are shorter are reduced one by one. */
const shortestRow = 64

/** How many rows that are only read have two packs of accumulators each in eight registers. */
export const rowsSideBySide = (dtype: DType): 2 | 4 => (dtype === 'float64' ? 2 : 4)

/** How many rows are reduced side by side: several where an addition waits for the one before longer than reading takes. */
export const rowsTogether = (loop: Loop, vector: number, apart: readonly number[]): Lanes => {
  const { expression, extents } = loop
  const reduction = loop.reduction as Reduction
  const together = rowsSideBySide(reduction.dtype)
  const isWorthwhile =
    packsOfRow(reduction) === 2 &&
    expression.cost === 0 &&
    extents[vector] >= shortestRow &&
    extents[vector - 1] >= together
  return isWorthwhile && apart.every((stride) => stride >= 0) ? together : 1
}

/** How many packs of four a row is accumulated in: of an ordered sum, the eight lanes are those of two. */
const packsOfRow = (reduction: Reduction): number => {
  const count = partials(reduction)
  return reduction.name === 'sumTo' ? count / 4 : count
}

/** Reduces some rows that lie `apart`, neighbours side by side. */
export const rows = (
  access: Access,
  pointers: readonly Variable<'i32'>[],
  apart: readonly number[],
  together: number,
): void => {
  const { code, host, walk } = access
  const { loop, vector } = walk
  const reduction = loop.reduction as Reduction
  const combine = combineOf(code, host, reduction)
  const length = loop.extents[vector]
  const strides = streamsOf(loop).map((stream) => stream.strides[vector])
  const cursor = cursorFrom(code, pointers, strides)
  const count = packsOfRow(reduction)
  const each = Array.from({ length: together }, (_, row) => {
    const offsets = apart.map((stride) => row * stride)
    return { offsets, fixed: access.fixed(pointers, offsets), wide: accumulators(code, combine, reduction, count, 4) }
  })
  const valuesOf = (lanes: Lanes): readonly Pack[] => {
    const values = each.map(({ offsets, fixed }) => access.at(cursor.pointers, lanes, offsets, fixed) as Pack)
    move(code, cursor, lanes)
    return values
  }
  const several = (rounds: number): void => {
    for (let index = 0; index < rounds; index++)
      valuesOf(4).forEach((value, row) => {
        each[row].wide.take(index, value)
      })
  }
  const fours = Math.floor(length / 4)
  repeat(code, Math.floor(fours / count), () => several(count))
  several(fours % count)
  const rest = ([2, 1] as const).filter((lanes) => (length & lanes) !== 0).map(valuesOf)
  const target = streamsOf(loop).length - 1
  const join = reduction.name === 'sumTo' ? joinedInOrder : joinedAnyhow
  each.forEach(({ offsets, wide }, row) => {
    const left = rest.map((values) => values[row])
    access.write(target, pointers[target], join(code, combine, wide.packs, left, length), offsets[target])
  })
}

/** Reduces several columns side by side, along the last axis. */
export const columns = (access: Access, pointers: readonly Variable<'i32'>[], count: Count): void => {
  const { code, host, walk } = access
  const { loop, vector } = walk
  const reduction = loop.reduction as Reduction
  const { name, dtype } = reduction
  const combine = combineOf(code, host, reduction)
  const streams = streamsOf(loop)
  const target = streams.length - 1
  const down = loop.extents.length - 1
  const length = loop.extents[down]
  const downStrides = streams.map(({ strides }) => strides[down])
  const canShift = downStrides.every((stride) => stride >= 0)
  const cursor = cursorFrom(
    code,
    pointers,
    streams.map(({ strides }) => strides[vector]),
  )
  // So that the accumulators of an ordered sum fit the sixteen registers.
  const widest: Lanes = dtype === 'float64' && name === 'sumTo' ? 2 : 4
  inSteps(
    code,
    count,
    widest,
    1,
    (lanes) => {
      const column = cursorFrom(code, cursor.pointers, downStrides)
      const { packs, take } = accumulators(code, combine, reduction, partials(reduction), lanes)
      const several = (rounds: number): void => {
        for (let index = 0; index < rounds; index++) {
          const shift = canShift ? index : 0
          const offsets = downStrides.map((stride) => shift * stride)
          take(index, access.at(column.pointers, lanes, offsets) as Pack)
          if (!canShift) move(code, column, 1)
        }
        if (canShift) move(code, column, rounds)
      }
      repeat(code, Math.floor(length / packs.length), () => several(packs.length))
      several(length % packs.length)
      access.write(target, cursor.pointers[target], joined(combine, packs, length))
    },
    (elements) => move(code, cursor, elements),
  )
}
