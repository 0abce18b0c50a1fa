import { decimals, figures, type PrintedFigure, shortest } from '../printed.js'
import type { SoftmaxFigures } from './lesson.js'

// What the lesson printed, beside what was computed.

/** A float32 as NumPy prints it: as few digits as tell it from the other float32 numbers. */
const float32 = (value: number): string => {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === value) return String(Number(text))
  }
  return String(Number(value.toPrecision(9)))
}

export const dataset = ({ dataset: { x, labels } }: SoftmaxFigures): readonly PrintedFigure[] => [
  ...figures(
    (index) => `example ${Math.floor(index / 2)}, feature ${index % 2}`,
    `1.3382818 -0.98613256 0.5128146 0.43299454 -0.4473693 -0.2680512 -0.9865851 -0.28692 -1.0693829 0.41718036`,
    x.slice(0, 5).flat(),
    float32,
  ),
  ...figures((index) => `label ${index}`, '1 1 0 0 0', labels.slice(0, 5), shortest),
]

export const forward = ({ forward: { outputs, probabilities, loss } }: SoftmaxFigures): readonly PrintedFigure[] => [
  ...figures(
    (index) => `output ${index % 2} of example ${Math.floor(index / 2)}`,
    '1.77202116 -0.25384488 0.28370828 -0.39610552 -0.30097433 0.30513182 -0.8120485 0.56079421 -1.23519653 0.3394973',
    outputs.slice(0, 5).flat(),
    decimals(8),
  ),
  ...figures(
    (index) => `probability of class ${index % 2}, example ${Math.floor(index / 2)}`,
    '0.88348621 0.11651379 0.66369714 0.33630286 0.35294795 0.64705205 0.20216095 0.79783905 0.17154828 0.82845172 0.24279153 0.75720847 0.18915732 0.81084268 0.17282951 0.82717049 0.13897531 0.86102469 0.72746882 0.27253118',
    probabilities.flat(),
    decimals(8),
  ),
  ...figures(() => 'cross entropy of ten examples', '1.429664938969559', [loss], shortest),
]

export const loop = ({
  loop: {
    handWritten: { before, after },
  },
}: SoftmaxFigures): readonly PrintedFigure[] => [
  ...figures(() => 'accuracy before', '0.725', [before.accuracy], shortest),
  ...figures(() => 'accuracy after one epoch', '0.825', [after.accuracy], shortest),
]

export const net = ({
  net: {
    handWritten: { before, after, test },
  },
}: SoftmaxFigures): readonly PrintedFigure[] => [
  ...figures(
    (index) => `${['loss', 'accuracy'][index]} before`,
    '0.6212072429381601 0.6875',
    [before.loss, before.accuracy],
    shortest,
  ),
  ...figures(
    (index) => `${['loss', 'accuracy'][index]} after one epoch`,
    '0.44369925927417986 0.8',
    [after.loss, after.accuracy],
    shortest,
  ),
  ...figures(
    (index) => `${['loss', 'accuracy'][index]} on the test examples`,
    '0.4767711377257787 0.85',
    [test.loss, test.accuracy],
    shortest,
  ),
]
