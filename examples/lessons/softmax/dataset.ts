import { astype, slice } from 'cotangent'
import { makeClassification } from 'cotangent/data'
import type { Rand } from 'cotangent/random'
import { map } from 'fp-ts/lib/State.js'
import type { Matrix } from '../numbers.js'
import type { Labels } from './byHand.js'

/** Examples with their classes: x `[N, F]`, labels `[N]`. */
export interface Examples {
  readonly x: Matrix
  readonly labels: Labels
}

export interface Split {
  readonly train: Examples
  readonly test: Examples
}

export interface DatasetOptions {
  readonly samples: number
  readonly features: number
  readonly classes: number
  /** The share of examples whose class is drawn anew. */
  readonly flip: number
}

const rows = ({ x, labels }: Examples, from: number, to: number): Examples => ({
  x: slice(x, [[from, to]]) as Matrix,
  labels: slice(labels, [[from, to]]) as Labels,
})

/** The lesson's data set: its numbers are those of float32, its first four fifths are for training. */
export const dataset = ({ samples, features, classes, flip }: DatasetOptions): Rand<Split> => {
  const train = Math.floor((samples * 8) / 10)
  return map(({ x, y }: { readonly x: Matrix; readonly y: Labels }): Split => {
    const all = { x: astype(astype(x, 'float32'), 'float64'), labels: y }
    return { train: rows(all, 0, train), test: rows(all, train, samples) }
  })(
    makeClassification({
      nSamples: samples,
      nFeatures: features,
      nInformative: features,
      nRedundant: 0,
      nClasses: classes,
      flipY: flip,
    }) as Rand<{
      readonly x: Matrix
      readonly y: Labels
    }>,
  )
}
