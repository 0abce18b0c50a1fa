import { sigmoid } from 'cotangent'
import { lines, tangent } from 'cotangent/plot'
import type { Plots } from '../command.js'
import type { NeuronsFigures } from './lesson.js'

/** The lesson's plots, the sigmoid and its tangents at 2, 0 and -4, and how the errors went. */
export const plots = ({ curves, neuron, overtaxed, network }: NeuronsFigures): Plots => ({
  sigmoid: lines({ sigmoid: curves.sigmoid.y }, { x: curves.sigmoid.x, title: 'The sigmoid' }),
  tangents: tangent(sigmoid, [2, 0, -4], { domain: [-6, 6], title: 'The sigmoid and its slopes' }),
  'neuron-errors': lines(
    { 'first input': neuron.errors, 'exclusive or': overtaxed.errors },
    { xLabel: 'adjustments', yLabel: 'mean squared error', title: 'A single neuron' },
  ),
  'network-errors': lines(
    { 'exclusive or': network.losses },
    { xLabel: 'epoch', yLabel: 'mean squared error', title: 'Two layers' },
  ),
})
