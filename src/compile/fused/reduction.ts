import { primitives } from '../../graph/index.js'
import type { DType } from '../../tensor/index.js'
import { repeat } from '../loops.js'
import {
  addPacks,
  applyKernel,
  assignPack,
  constantPack,
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

/** A sum has so many lanes. */
export const partialSums = 8

type Combine = (a: Pack, b: Pack) => Pack

const combineOf = (code: Code, host: KernelHost, name: ReductionName): Combine => {
  if (name === 'sumTo' || name === 'serialSum') return (a, b) => addPacks(code, a, b)
  const extremum = name === 'reduceMax' ? primitives.maximum : primitives.minimum
  return (a, b) => applyKernel(code, host, extremum, [a, b])
}

/** What changes nothing, to start from. */
const neutral = (name: ReductionName, dtype: DType): number => {
  if (name === 'sumTo' || name === 'serialSum') return 0
  const least = dtype === 'int32' ? -(2 ** 31) : Number.NEGATIVE_INFINITY
  const greatest = dtype === 'int32' ? 2 ** 31 - 1 : Number.POSITIVE_INFINITY
  return name === 'reduceMax' ? least : greatest
}

/** How many partial results there are: a sum has its lanes, and the extremum of several runs side by side. */
const partials: Readonly<Record<ReductionName, number>> = {
  sumTo: partialSums,
  serialSum: 1,
  reduceMax: 2,
  reduceMin: 2,
}

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

/** How many rows that are only read have their accumulators in eight registers. */
export const rowsSideBySide = (dtype: DType): 2 | 4 => (dtype === 'float64' ? 2 : 4)

/** How many rows are reduced side by side: several where an addition waits for the one before longer than reading takes. */
export const rowsTogether = (loop: Loop, vector: number, apart: readonly number[]): Lanes => {
  const { expression, reduction, extents } = loop
  const together = rowsSideBySide((reduction as Reduction).dtype)
  const isWorthwhile = expression.cost === 0 && extents[vector] >= shortestRow && extents[vector - 1] >= together
  return isWorthwhile && apart.every((stride) => stride >= 0) ? together : 1
}

/** Reduces some rows that lie `apart`, neighbours side by side: of a sum, the eight lanes are those of two packs. */
export const rows = (
  access: Access,
  pointers: readonly Variable<'i32'>[],
  apart: readonly number[],
  count: number,
): void => {
  const { code, host, walk } = access
  const { loop, vector } = walk
  const reduction = loop.reduction as Reduction
  const combine = combineOf(code, host, reduction.name)
  const length = loop.extents[vector]
  const strides = streamsOf(loop).map((stream) => stream.strides[vector])
  const cursor = cursorFrom(code, pointers, strides)
  const each = Array.from({ length: count }, (_, row) => {
    const offsets = apart.map((stride) => row * stride)
    return { offsets, fixed: access.fixed(pointers, offsets), wide: accumulators(code, combine, reduction, 2, 4) }
  })
  const valuesOf = (lanes: Lanes): readonly Pack[] => {
    const values = each.map(({ offsets, fixed }) => access.at(cursor.pointers, lanes, offsets, fixed) as Pack)
    move(code, cursor, lanes)
    return values
  }
  repeat(code, Math.floor(length / 8), () => {
    for (const half of [0, 1])
      valuesOf(4).forEach((value, row) => {
        each[row].wide.take(half, value)
      })
  })
  const lanes = each.map(({ wide }) =>
    wide.packs.flatMap((pack) => [0, 1, 2, 3].map((index) => packVariable(code, lane(code, pack, index)))),
  )
  let next = 0
  for (const width of [4, 2, 1] as const) {
    if ((length & width) === 0) continue
    valuesOf(width).forEach((value, row) => {
      for (let index = 0; index < width; index++) {
        const one = lanes[row][next + index]
        assignPack(code, one, combine(one, width === 1 ? value : lane(code, value, index)))
      }
    })
    next += width
  }
  const target = streamsOf(loop).length - 1
  each.forEach(({ offsets }, row) => {
    access.write(target, pointers[target], joined(combine, lanes[row], length), offsets[target])
  })
}

/** Reduces several columns side by side, along the last axis. */
export const columns = (access: Access, pointers: readonly Variable<'i32'>[], count: Count): void => {
  const { code, host, walk } = access
  const { loop, vector } = walk
  const reduction = loop.reduction as Reduction
  const { name, dtype } = reduction
  const combine = combineOf(code, host, name)
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
  // So that the accumulators of a sum fit the sixteen registers.
  const widest: Lanes = dtype === 'float64' && name === 'sumTo' ? 2 : 4
  inSteps(
    code,
    count,
    widest,
    1,
    (lanes) => {
      const column = cursorFrom(code, cursor.pointers, downStrides)
      const { packs, take } = accumulators(code, combine, reduction, partials[name], lanes)
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
