import { advance, repeat } from '../loops.js'
import type { Pack } from '../vector/index.js'
import { type Code, i32, type Value, type Variable } from '../wasm/index.js'

export type Lanes = Pack['lanes']

/** How often a loop runs: known while its code is written, or no more than that it is a multiple of some power of two. */
export type Count = number | Multiple

export interface Multiple {
  readonly value: Variable<'i32'>
  readonly unit: number
}

/** The greatest power of two up to sixteen, as many as the steps of a round take at most, that divides all of some counts. */
export const unitOf = (...counts: readonly number[]): number => {
  const bits = counts.reduce((all, count) => all | count, 16)
  return bits & -bits
}

/** Runs a body some number of times. */
export const times = (code: Code, count: Count, body: () => void): void => {
  if (typeof count === 'number') {
    repeat(code, count, body)
    return
  }
  const left = code.variable('i32', count.value)
  code.block((end) => {
    code.branchIf(end, code.apply('i32.eqz', left))
    code.loop((start) => {
      body()
      code.update(left, 'i32.sub', left, i32(1))
      code.branchIf(start, left)
    })
  })
}

const quotient = (code: Code, count: Count, log2: number): Count =>
  typeof count === 'number'
    ? count >> log2
    : { value: code.apply('i32.shr_u', count.value, i32(log2)), unit: Math.max(1, count.unit >> log2) }

/** What division of a count by a power of two leaves. */
const remainder = (code: Code, count: Count, divisor: number): Count => {
  if (typeof count === 'number') return count % divisor
  const { value, unit } = count
  return unit % divisor === 0 ? 0 : { value: code.apply('i32.and', value, i32(divisor - 1)), unit }
}

/** What is done where a bit of a count is set. */
const whenBit = (code: Code, count: Count, bit: number, body: () => void): void => {
  if (typeof count === 'number') {
    if ((count & bit) !== 0) body()
  } else if (count.unit <= bit) code.when(code.apply('i32.and', count.value, i32(bit)), body)
}

/**
 * Runs `step` over a run of elements: as many of them side by side at a time as `widest` says, `rounds` times in a round,
 * and the rest in ever smaller steps; `move` goes on by as many elements. In a round, steps are `shift` elements ahead.
 */
export const inSteps = (
  code: Code,
  count: Count,
  widest: Lanes,
  rounds: number,
  step: (lanes: Lanes, shift: number) => void,
  move: (elements: number) => void,
): void => {
  const log2 = Math.log2(widest)
  const logRounds = Math.log2(rounds)
  if (rounds > 1)
    times(code, quotient(code, count, log2 + logRounds), () => {
      for (let round = 0; round < rounds; round++) step(widest, round * widest)
      move(rounds * widest)
    })
  const inRounds = quotient(code, count, log2)
  const left = rounds === 1 ? inRounds : remainder(code, inRounds, rounds)
  times(code, left, () => {
    step(widest, 0)
    move(widest)
  })
  for (let lanes = widest / 2; lanes >= 1; lanes /= 2)
    whenBit(code, count, lanes, () => {
      step(lanes as Lanes, 0)
      move(lanes)
    })
}

/** Pointers that move together, each by a stride of its own. */
export interface Cursor {
  readonly pointers: readonly Variable<'i32'>[]
  readonly strides: readonly number[]
}

export const move = (code: Code, { pointers, strides }: Cursor, elements: number): void => {
  pointers.forEach((pointer, index) => {
    advance(code, pointer, elements * strides[index])
  })
}

/** A cursor that starts where pointers are, and leaves those alone where it moves. */
export const cursorFrom = (code: Code, pointers: readonly Value<'i32'>[], strides: readonly number[]): Cursor => ({
  pointers: pointers.map((pointer, index) =>
    strides[index] === 0 && pointer.kind !== 'literal' ? pointer : code.variable('i32', pointer),
  ),
  strides,
})
