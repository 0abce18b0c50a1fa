import { lines, tangent } from 'cotangent/plot'
import type { Plots } from '../command.js'
import { parabola } from './formulas.js'
import type { BackpropFigures } from './lesson.js'

/** A function of the lesson with its slopes, and how the losses of its trainings went. */
export const plots = ({ regression, network: { training } }: BackpropFigures): Plots => ({
  tangents: tangent(parabola, [-3, 2, 10], { domain: [-12, 12], title: '0.05 x\u00b2 + 0.8 x and its slopes' }),
  'regression-losses': lines(
    { training: regression.handWritten.train, validation: regression.handWritten.valid },
    { xLabel: 'step', yLabel: 'mean squared error', yDomain: [0, 1], title: 'Linear regression on iris' },
  ),
  'network-losses': lines(
    {
      'the lesson, by hand': training.lesson.train,
      'slope mended': training.summed.train,
      'slope and mean mended': training.corrected.train,
      automatic: training.automatic.train,
    },
    { xLabel: 'step', yLabel: 'cross entropy', title: 'Two layers on iris, by four gradients' },
  ),
})
