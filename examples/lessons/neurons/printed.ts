import { decimals, figures, type PrintedFigure, scientific, truncated } from '../printed.js'
import type { NeuronsFigures } from './lesson.js'

// What the lesson printed, beside what was computed.

export const neuron = ({ neuron: found }: NeuronsFigures): readonly PrintedFigure[] => [
  ...figures((index) => `initial weight ${index}`, '-0.16595599 0.44064899 -0.99977125', found.initial, decimals(8)),
  ...figures((index) => `weight ${index}`, '9.67299303 -0.2078435 -4.62963669', found.weights, decimals(8)),
  ...figures(() => 'output for [1, 0, 0]', '0.99993704', found.newSituation, decimals(8)),
]

const anotherRun =
  "the lesson's tables of hidden values and outputs do not belong to the weights that it prints, but to another run; here are those of the printed weights."

export const network = ({ network: found }: NeuronsFigures): readonly PrintedFigure[] => [
  ...figures(() => 'training loss', '0.00078', found.losses.slice(-1), truncated(7)),
  ...figures(
    (index) => `w01[${Math.floor(index / 4)}, ${index % 4}]`,
    '4.4375838 -3.87815184 1.74047905 -5.12726884 4.43114847 -3.87644617 1.71905492 -5.10688387 -6.80858063 0.76685389 1.89614363 1.61202043',
    found.w01.flat(),
    decimals(8),
  ),
  ...figures(
    (index) => `w12[${index}, 0]`,
    '-9.21973137 -3.84985864 4.75257888 -6.36994226',
    found.w12.flat(),
    decimals(8),
  ),
  ...figures(() => 'output for [1, 0, 0]', '0.00557239', found.newSituation, decimals(8)),
  ...figures(
    (index) => `hidden node ${index % 4} for record ${Math.floor(index / 4)}`,
    '2.20482250e-01 9.33639853e-01 6.30402293e-01 6.24775766e-02 1.77659862e-02 9.99702482e-01 8.64290928e-01 9.26611880e-01 6.94975743e-01 8.90040645e-02 8.51261229e-01 2.06917379e-04 1.27171786e-01 9.58904341e-01 9.55296949e-01 3.77322214e-02',
    found.hidden.flat(),
    scientific(8),
    anotherRun,
  ),
  ...figures(
    (index) => `output for record ${index}`,
    '0.02374213 0.97285992 0.97468116 0.02714965',
    found.outputs,
    decimals(8),
    anotherRun,
  ),
]
