import { figures, type PrintedFigure } from '../printed.js'
import type { MnistFigures } from './lesson.js'

// What the lesson printed, beside what was computed.

/** How many digits the lesson trains with. */
export const trainedWith = 60_000

/** What the lesson printed before the steps 0 and 100: sums over its digits. */
const printedSums = '449165.0122 45986.7925'

const fewer = (count: number): string =>
  `the lesson trains with 60,000 digits, here there are ${count}. Its printed sums are means of 7.486084 and 0.766447.`

/** The costs as the lesson printed them before it was interrupted: summed, of which its code gives the mean. */
export const costs = ({ lesson }: MnistFigures, count: number): readonly PrintedFigure[] =>
  figures(
    (index) => `cost before step ${100 * index}, summed`,
    printedSums,
    lesson.costs.map((cost) => cost * count),
    (value) => value.toFixed(4),
    count === trainedWith ? undefined : fewer(count),
  )
