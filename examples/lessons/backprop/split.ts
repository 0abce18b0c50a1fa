import { oneHot, reshape, take, tensor } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import type { Flowers } from '../../data/iris.js'
import type { Matrix } from '../numbers.js'

/** Examples and what is to be predicted of them. */
export interface Examples {
  readonly inputs: Matrix
  readonly targets: Matrix
}

export interface Split {
  readonly train: Examples
  readonly valid: Examples
  readonly test: Examples
}

/** Of each class's examples, in their order, the first 80 % to train, 10 % to validate and 10 % to test: 40, 5 and 5 of 50. */
const places = (species: readonly number[]) => {
  const classes = [...new Set(species)].sort((a, b) => a - b)
  const ofEachClass = (from: number, to: number): readonly number[] =>
    classes.flatMap((label) => {
      const members = species.flatMap((own, place) => (own === label ? [place] : []))
      return members.slice(Math.round(from * members.length), Math.round(to * members.length))
    })
  return { train: ofEachClass(0, 0.8), valid: ofEachClass(0.8, 0.9), test: ofEachClass(0.9, 1) }
}

const splitOf = (inputs: Matrix, targets: Matrix, species: readonly number[]): Split => {
  const part = (rows: readonly number[]): Examples => ({
    inputs: take(inputs, rows, { axis: 0 }),
    targets: take(targets, rows, { axis: 0 }),
  })
  const { train, valid, test } = places(species)
  return { train: part(train), valid: part(valid), test: part(test) }
}

const measurements = (flowers: Flowers): Matrix => tensor(flowers.measurements) as Matrix

/** The species as a number to predict. */
export const numbered = (flowers: Flowers): Split =>
  splitOf(measurements(flowers), pipe(tensor(flowers.species), reshape([-1, 1])), flowers.species)

/** The species as a distribution over classes to predict. */
export const classified = (flowers: Flowers): Split =>
  splitOf(measurements(flowers), oneHot(flowers.species, flowers.names.length), flowers.species)
