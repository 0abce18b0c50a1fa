import { digits, type Section, sameOptions, showSeries, table } from '../printed.js'
import { defaults, type NeuronsFigures, type NeuronsOptions } from './lesson.js'
import * as printed from './printed.js'

const neuron = (found: NeuronsFigures, options: NeuronsOptions): Section => ({
  title: `A single neuron learns its first input: ${options.iterations} adjustments`,
  figures: sameOptions(options, defaults, ['seed', 'iterations', 'simple', 'newSituation'])
    ? printed.neuron(found)
    : [],
  tables: [
    showSeries(['mean squared error', 'with automatic gradient'], [found.neuron.errors, found.automaticNeuron.errors]),
  ],
  notes: [
    `The adjustment by hand is right: it is the negative gradient of half the sum of squared errors. It differs from the automatic one by ${digits(found.disagreement.neuron)} of its size.`,
  ],
})

const overtaxed = ({ overtaxed: found }: NeuronsFigures): Section => ({
  title: 'The same neuron on exclusive or',
  figures: [],
  tables: [
    showSeries(['mean squared error'], [found.errors]),
    table([
      ['weights', found.weights.map(digits).join(' ')],
      ['outputs', found.outputs.map(digits).join(' ')],
      ['last adjustment', found.lastAdjustment.map(digits).join(' ')],
    ]),
  ],
  notes: [
    'Where all outputs are 0.5 its adjustments cancel, and it rests, as the lesson says. But the slope of the sigmoid there is 0.5 (1 - 0.5) = 0.25, not 0.5.',
  ],
})

const network = (found: NeuronsFigures, options: NeuronsOptions): Section => {
  const { network: trained, automaticNetwork, disagreement } = found
  const comparable = sameOptions(options, defaults, ['seed', 'hidden', 'rate', 'epochs', 'hard', 'newSituation'])
  return {
    title: `A network of two layers on it: ${options.hidden} hidden nodes, ${options.epochs} epochs, rate ${options.rate}`,
    figures: comparable ? printed.network(found) : [],
    tables: [
      showSeries(['mean squared error', 'with automatic gradient'], [trained.losses, automaticNetwork.losses]),
      table([
        ['record', 'wanted', 'output'],
        ...options.hard.inputs.map((input, index) => [
          `[${input.join(', ')}]`,
          options.hard.targets[index].join(' '),
          digits(trained.outputs[index]),
        ]),
        ...options.newSituation.map((input, index) => [
          `[${input.join(', ')}]`,
          'not in the records',
          digits(trained.newSituation[index]),
        ]),
      ]),
    ],
    notes: [
      `The adjustments by hand are right: they differ from the automatic ones by ${digits(disagreement.w01)} and ${digits(disagreement.w12)} of their size.`,
      'By the rule that is to be learnt, 1 where the first two inputs differ, [1, 0, 0] should give 1. But the third input, 1 in all records, is the only bias, and it is 0 there.',
      'The "random batch of 128 records" of the lesson\'s comment is all four records in fixed order.',
    ],
  }
}

/** What the lesson printed beside what came out, and what is wrong in it. */
export const report = (found: NeuronsFigures, options: NeuronsOptions): readonly Section[] => [
  neuron(found, options),
  overtaxed(found),
  network(found, options),
]
