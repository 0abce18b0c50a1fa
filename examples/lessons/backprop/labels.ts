import { oneHot } from 'cotangent'
import type { Matrix } from '../numbers.js'

/** Labels as classes: each label's place among the classes, and a row for each label with a one there. */
export interface Encoding<Label extends string | number> {
  /** The different labels in order: numbers by size, strings by their characters' code points. */
  readonly classes: readonly Label[]
  readonly indices: readonly number[]
  readonly matrix: Matrix
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** One-hot encoding of numbers or strings, which are left as they are. */
export const encodeLabels = <Label extends string | number>(labels: readonly Label[]): Encoding<Label> => {
  const classes = [...new Set(labels)].sort(compare)
  const indices = labels.map((label) => classes.indexOf(label))
  return { classes, indices, matrix: oneHot(indices, classes.length) }
}
