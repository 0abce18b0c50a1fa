import { type Section, sameOptions, table } from '../printed.js'
import type { Extreme, Start } from './instability.js'
import { defaults, type Learnt, type MnistFigures, type MnistOptions } from './lesson.js'
import * as printed from './printed.js'

const digits = (value: number): string => value.toPrecision(3)
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
const list = (values: readonly number[]): string => values.join(' ')

/** A text of several lines as a table is indented. */
const block = (text: string): string => text.split('\n').map((line) => `  ${line}`.trimEnd()).join('\n').trimEnd()

/** Costs every few stages, the last one after the last step. */
const showCosts = ({ costs, finalCost }: Learnt, every: number, steps: number, count: number): string => {
  const stride = Math.max(1, Math.ceil(costs.length / 10))
  const row = (step: string, cost: number) => [step, cost.toFixed(6), (cost * count).toFixed(4)]
  return table([
    ['cost before step', 'mean', 'summed'],
    ...costs.flatMap((cost, index) => (index % stride === 0 ? [row(String(index * every), cost)] : [])),
    row(`after all ${steps}`, finalCost),
  ])
}

const training = (found: MnistFigures, options: MnistOptions): Section => {
  const { hidden, iterations, every, rate, train, gradient } = options
  const [count, pixels] = train.images.shape
  const asPrinted = sameOptions(options, defaults, ['seed', 'hidden', 'rate', 'every']) && iterations > every && pixels === 784
  return {
    title: `The lesson's network: ${pixels} pixels, ${hidden} sigmoid, 10 softmax; ${iterations} steps over all ${count} digits, rate ${rate}, gradient ${gradient}`,
    figures: asPrinted ? printed.costs(found, count) : [],
    tables: [showCosts(found.lesson, every, iterations, count)],
    notes: [
      'The lesson prints sums over all digits. Its code divides them by their number, and so prints means.',
      'Its run was interrupted after step 100, before its report; here it runs to the end. What it would print as its final cost is that before the last step.',
    ],
  }
}

const scores = (found: Learnt, title: string): Section => ({
  title: `${title}: ${percent(found.scores.accuracy)} of the digits held out are right`,
  figures: [],
  tables: [
    block(`A row for each digit, a column for each that it is taken for:\n${matrix(found.scores.right.matrix)}`),
    block(found.scores.right.report),
  ],
  notes: [],
})

const matrix = (rows: readonly (readonly number[])[]): string => table(rows.map((row) => row.map(String)))
