import type { Engine } from 'cotangent'
import { seed as from } from 'cotangent/random'
import { unwatched, type Watch } from '../parts.js'
import type { ActivationName } from './activations.js'
import { type Comparison, comparisons } from './comparison.js'
import { type Architecture, type Examples, type Layers, network, type ObjectiveName, objectives } from './network.js'
import { type Saturation, saturation } from './saturation.js'
import { type Training, train } from './training.js'

/** All that the lesson depends on. */
export interface DeepOptions {
  /** Pictures a row each, from 0 to 1, and 1 for each that shows what is to be found; float32 or float64. */
  readonly train: Examples
  readonly test: Examples
  readonly seed: number
  /** The nodes of the hidden layers, and what each of them ends in. */
  readonly hidden: readonly number[]
  readonly activations: readonly ActivationName[]
  readonly rate: number
  readonly iterations: number
  /** The cost is noted before every step of this stride. */
  readonly every: number
  readonly engine: Engine
}

/** The lesson's own options, but for its pictures. */
export const defaults: Omit<DeepOptions, 'train' | 'test'> = {
  seed: 1,
  hidden: [20, 7, 5],
  activations: ['relu', 'relu', 'relu'],
  rate: 0.0075,
  iterations: 2500,
  every: 100,
  engine: 'wasm',
}

export interface DeepFigures {
  readonly training: Readonly<Record<'lesson' | 'automatic', Training>>
  /** All gradients near the initial weights, and near those where training by the automatic one ends. */
  readonly comparison: Readonly<Record<'initial' | 'trained', Readonly<Record<ObjectiveName, Comparison>>>>
  readonly saturation: readonly Saturation[]
}

/** The figures, the layers that both trainings start from, and those that the one by the automatic gradient ends with. */
export interface Deep {
  readonly figures: DeepFigures
  readonly architecture: Architecture
  readonly initial: Layers
  readonly layers: Layers
}

export const architectureOf = ({ train: { inputs }, hidden, activations }: DeepOptions): Architecture => ({
  inputs: inputs.shape[1],
  hidden,
  activations,
  dtype: inputs.dtype,
})

/** The weights that the lesson starts from. */
export const initialLayers = (options: DeepOptions): Layers =>
  network(architectureOf(options)).init(from(options.seed))[0]

/** The whole lesson: a pure function of its options. */
export const deep = (
  given: Partial<DeepOptions> & Pick<DeepOptions, 'train' | 'test'>,
  watch: Watch = unwatched,
): Deep => {
  const options = { ...defaults, ...given }
  const architecture = architectureOf(options)
  const initial = initialLayers(options)
  const [lesson] = train(objectives.lesson(architecture), architecture, options, initial, watch)
  const [automatic, layers] = train(objectives.automatic(architecture), architecture, options, initial, watch)
  return {
    figures: {
      training: { lesson, automatic },
      comparison: {
        initial: comparisons(architecture, options.train, initial, options.engine),
        trained: comparisons(architecture, options.train, layers, options.engine),
      },
      saturation: saturation(),
    },
    architecture,
    initial,
    layers,
  }
}
