import fc from 'fast-check'
import type { TrainAddress } from '../../../../examples/playground/train/address.js'
import {
  activationNames,
  dataNames,
  type Layer,
  most,
  optimizerNames,
  ownPoint,
  ranges,
  type Settings,
} from '../../../../examples/playground/train/settings.js'

type Range = readonly [from: number, to: number]

/** Any double of a range, its ends among them; no -0, which no control gives. */
const real = ([min, max]: Range): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true }).map((value) => value + 0)

const whole = ([min, max]: Range): fc.Arbitrary<number> => fc.integer({ min, max })

/** Numbers as one sets them, of a few digits. */
const round = (...values: readonly number[]): fc.Arbitrary<number> => fc.constantFrom(...values)

const layer = (units: Range): fc.Arbitrary<Layer> =>
  fc.record({ units: whole(units), activation: fc.constantFrom(...activationNames) })

export const point = fc
  .tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 }), whole([0, most.classes - 1]))
  .map(([x, y, label]) => ownPoint(x / 100, y / 100, label))

/** Any settings. */
export const anySettings: fc.Arbitrary<Settings> = fc.record({
  data: fc.constantFrom(...dataNames),
  samples: whole(ranges.samples),
  noise: real(ranges.noise),
  testShare: real(ranges.testShare),
  own: fc.array(point, { maxLength: 40 }),
  layers: fc.array(layer(ranges.units), { maxLength: most.layers }),
  optimizer: fc.constantFrom(...optimizerNames),
  learningRate: real(ranges.learningRate),
  batchSize: whole(ranges.batchSize),
  decay: real(ranges.decay),
  seed: whole(ranges.seed),
})

/** Settings of which a few epochs take no time, and a loss that stays a number. */
export const smallSettings: fc.Arbitrary<Settings> = fc.record({
  data: fc.constantFrom(...dataNames),
  samples: whole([20, 40]),
  noise: round(0, 0.05, 0.2),
  testShare: round(0, 0.1, 0.25, 0.3),
  own: fc.array(point, { minLength: 12, maxLength: 20 }),
  layers: fc.array(layer([1, 5]), { maxLength: 3 }),
  optimizer: fc.constantFrom(...optimizerNames),
  learningRate: round(0.001, 0.01, 0.03),
  batchSize: round(0, 1, 4, 7, 1000),
  decay: round(0, 0.001, 0.01),
  seed: whole(ranges.seed),
})

export const address: fc.Arbitrary<TrainAddress> = fc.record({
  settings: anySettings,
  steps: whole([0, 1_000_000]),
  speed: whole([1, 1000]),
  showTest: fc.boolean(),
  sharp: fc.boolean(),
  logarithmic: fc.boolean(),
})
