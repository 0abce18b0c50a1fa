import { type Engine, type FloatDType, item } from 'cotangent'
import { beginning, descend, type Stage } from '../descent.js'
import type { Examples, Layers } from '../layers.js'
import { numbersOf, type Row } from '../numbers.js'
import { type Progress, silently } from '../parts.js'
import { type ActivationName, drawLayers, type GradientName, gradients, loss, probabilities } from './network.js'
import { type Comparison, compare } from './comparison.js'
import { type Saturation, saturation } from './saturation.js'

/** All that the lesson depends on; the defaults are its own, but for the pictures. */
export interface DeepOptions {
  /** Pictures a row each, scaled to [0, 1], and 1 for each that shows what is to be found. */
  readonly train: Examples
  readonly test: Examples
  readonly seed: number
  /** The nodes of the hidden layers, and what each of them ends in. */
  readonly hidden: readonly number[]
  readonly activations: readonly ActivationName[]
  readonly rate: number
  readonly iterations: number
  /** The cost is shown before every step of this stride. */
  readonly every: number
  readonly dtype: FloatDType
  readonly engine: Engine
}

export const defaults = {
  seed: 1,
  hidden: [20, 7, 5],
  activations: ['relu', 'relu', 'relu'],
  rate: 0.0075,
  iterations: 2500,
  every: 100,
  dtype: 'float64',
  engine: 'wasm',
} as const satisfies Omit<DeepOptions, 'train' | 'test'>
