import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './sources.js'

/** A reference figure: a number (non-finite ones by name), a list of figures, or an array with its shape. */
export type Figure = number | string | readonly Figure[] | GoldenArray | { readonly [name: string]: Figure }

export interface GoldenArray {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

/** The figures of a file in test/golden. */
export const golden = (file: string): { readonly [name: string]: Figure } =>
  JSON.parse(readFileSync(join(root, 'test/golden', file), 'utf8')) as { readonly [name: string]: Figure }

/** One figure, found by its path. */
export const figureAt = (figures: Figure, ...path: readonly string[]): Figure =>
  path.reduce<Figure>((found, name) => {
    const inner = (found as { readonly [name: string]: Figure })[name]
    if (inner === undefined) throw new Error(`there is no figure ${path.join(' / ')}`)
    return inner
  }, figures)

/** All numbers of a figure in order. */
export const numbersIn = (figure: Figure): readonly number[] =>
  typeof figure === 'object'
    ? ('data' in figure ? (figure as GoldenArray).data : (figure as readonly Figure[])).flatMap(numbersIn)
    : [Number(figure)]

/** The largest difference of two lists of numbers, relative to the largest of the expected ones. */
export const normwise = (actual: readonly number[], expected: readonly number[]): number => {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  const scale = Math.max(...expected.map(Math.abs), Number.MIN_VALUE)
  return Math.max(0, ...actual.map((value, index) => Math.abs(value - expected[index]))) / scale
}
