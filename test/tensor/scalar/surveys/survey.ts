import { float64Arithmetic, type ScalarKernel } from '../../../../src/tensor/scalar/index.js'
import {
  type BigFloat,
  type Format,
  float64,
  fromNumber,
  subtract,
  toNumber,
  ulpError,
} from '../../../support/bigfloat.js'
import { type Sampler, take } from '../samples.js'

/** One number for each operand of a function. */
export type Point = readonly number[]

/** A part of a function's domain. */
export interface Region {
  readonly where: string
  /** Points of it: so many, or all where they are listed. */
  readonly points: (count: number) => readonly Point[]
  /** The bound here, where it is not that of the function. */
  readonly bound?: number
}

/** What a function of doubles promises, and where it is held to that. */
export interface Survey {
  readonly name: string
  readonly f: (...point: Point) => number
  /** The function of exact numbers. */
  readonly reference: (...point: readonly BigFloat[]) => BigFloat
  /** No result is as far from the exact one, in units of its last place, or of the last place of `unit`. */
  readonly bound: number
  /** What errors are counted against where terms may cancel and no digit of a result be right. */
  readonly unit?: (...point: Point) => number
  /** The least share of results that are the double nearest to the exact one, where so much is promised. */
  readonly nearest?: number
  readonly regions: readonly Region[]
}

export const ofKernel =
  (kernel: ScalarKernel): Survey['f'] =>
  (...point) =>
    kernel(float64Arithmetic, ...point)

/** Points whose coordinates are drawn one by one. */
export const drawn = (where: string, ...samplers: readonly Sampler[]): Region => ({
  where,
  points: (count) => take(count, () => samplers.map((sample) => sample())),
})

/** Points of one coordinate, all of them. */
export const listed = (where: string, ...numbers: readonly number[]): Region => ({
  where,
  points: () => numbers.map((x) => [x]),
})

export interface Measurement {
  /** The greatest error found, in ulp, and where. */
  readonly worst: number
  readonly at: Point
  /** The share of results that are the double nearest to the exact value. */
  readonly nearest: number
}

/** The last place of a normal number. */
const lastPlace = (x: number): number =>
  float64Arithmetic.power2(float64Arithmetic.exponent(Math.abs(x))) * Number.EPSILON

/** Points rounded to a format, each once: those that neither overflow nor vanish, and of which the result is finite. */
export const pointsIn = ({ f }: Survey, points: readonly Point[], format: Format): readonly Point[] => {
  const rounded = points.flatMap((point) => {
    const there = point.map(format.nearest)
    const stays = there.every((x, index) => Number.isFinite(x) && (x !== 0 || point[index] === 0))
    return stays && Number.isFinite(f(...there)) ? [there] : []
  })
  return [...new Map(rounded.map((point) => [point.join(), point])).values()]
}

/** The errors of a function at some points, its results rounded to a format. */
export const measure = (
  { f, reference, unit }: Survey,
  points: readonly Point[],
  format: Format = float64,
): Measurement => {
  let worst = 0
  let at: Point = []
  let nearest = 0
  for (const point of points) {
    const value = reference(...point.map(fromNumber))
    const result = format.nearest(f(...point))
    const error = unit
      ? Math.abs(toNumber(subtract(fromNumber(result), value))) / lastPlace(unit(...point))
      : ulpError(result, value, format)
    if (result === toNumber(value, format)) nearest++
    if (!(error <= worst)) {
      worst = error
      at = point
    }
  }
  return { worst, at, nearest: nearest / points.length }
}
