import { figures, type PrintedFigure, type Style } from '../printed.js'
import type { DeepFigures } from './lesson.js'

// What the lesson printed, beside what was computed.

const fixed: Style = (value) => value.toFixed(6)
const percent: Style = (value) => `${(100 * value).toFixed(2)}%`

const costs =
  '0.771749 0.672053 0.648263 0.611507 0.567047 0.540138 0.527930 0.465477 0.369126 0.391747 0.315187 0.272700 0.237419 0.199601 0.189263 0.161189 0.148214 0.137775 0.129740 0.121225 0.113821 0.107839 0.102855 0.100897 0.092878'

/** The costs that the lesson printed. */
export const printedCosts: readonly number[] = costs.split(' ').map(Number)

export const training = ({ lesson }: Pick<DeepFigures['training'], 'lesson'>): readonly PrintedFigure[] => [
  ...figures((index) => `cost after iteration ${100 * index}`, costs, lesson.costs, fixed),
  ...figures(() => 'train accuracy', '98.56%', [lesson.train.accuracy], percent),
  ...figures(() => 'test accuracy', '80.00%', [lesson.test.accuracy], percent),
]
