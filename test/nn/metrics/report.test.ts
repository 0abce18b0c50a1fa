import { tensor, toArray } from 'cotangent'
import { classificationReport, confusionMatrix, type Labels, type ReportOptions } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { fixed } from '../../../src/nn/metrics/fixed.js'
import { golden } from '../../support/golden.js'

interface Scores {
  readonly precision: number
  readonly recall: number
  readonly 'f1-score': number
  readonly support: number
}

interface Recorded {
  readonly labels: readonly (number | string | boolean)[]
  readonly predictions: readonly (number | string | boolean)[]
  readonly kind: 'int' | 'float64' | 'bool' | 'str'
  readonly options: {
    readonly digits?: number
    readonly target_names?: readonly string[]
    readonly labels?: readonly number[]
    readonly zero_division?: 0 | 1
  }
  readonly text: string
  /** Precision, recall and F1: the plain means, and the weighted ones. */
  readonly averages: readonly (readonly number[])[]
  readonly confusion?: readonly (readonly number[])[]
}

const figures = golden('metrics.json')
const reports = figures.reports as unknown as readonly Recorded[]
const lesson = figures.lesson as unknown as { readonly [name: string]: { readonly [figure: string]: unknown } }
const fixeds = figures.fixed as unknown as readonly (readonly [value: number | '-0', digits: number, text: string])[]

const labelsOf = (values: Recorded['labels'], kind: Recorded['kind']): Labels =>
  kind === 'str'
    ? (values as readonly string[])
    : kind === 'int'
      ? (values as readonly number[])
      : tensor(values as number[], { dtype: kind })

const optionsOf = ({ digits, target_names, labels, zero_division }: Recorded['options']): ReportOptions => ({
  ...(digits !== undefined && { digits }),
  ...(target_names && { targetNames: target_names }),
  ...(labels && { classes: labels }),
  ...(zero_division !== undefined && { zeroDivision: zero_division }),
})

describe('the report of classes', () => {
  it.each(reports.map((each, index) => ({ ...each, name: `${index}: ${each.kind} ${JSON.stringify(each.options)}` })))(
    'is that of scikit-learn: $name',
    ({ labels, predictions, kind, options, text, averages, confusion }) => {
      const [y, p] = [labelsOf(labels, kind), labelsOf(predictions, kind)]
      const report = classificationReport(y, p, optionsOf(options))
      expect(String(report)).toBe(text)
      const means = [report.macroAverage, report.weightedAverage]
      expect(means.map(({ precision, recall, f1 }) => [precision, recall, f1])).toEqual(averages)
      if (confusion) expect(toArray(confusionMatrix(y, p))).toEqual(confusion)
    },
  )

  const orders = Object.entries(lesson).flatMap(([name, pair]) =>
    (['labels, predictions', 'predictions, labels'] as const).map((order) => ({ name, pair, order })),
  )

  it.each(orders)('is that of the lesson: $name, ($order)', ({ pair, order }) => {
    const [first, second] = order.split(', ').map((which) => pair[which] as readonly number[])
    const report = classificationReport(first, second)
    expect(String(report)).toBe(pair[`classification_report(${order})`])
    const recorded = pair[`confusion_matrix(${order})`] as { readonly data: readonly number[] }
    expect(toArray(confusionMatrix(first, second)).flat()).toEqual(recorded.data)
    const printed = pair[`confusion_matrix(${order}) text`]
    if (printed !== undefined) expect(String(confusionMatrix(first, second))).toBe(printed)
    const dict = pair[`classification_report(${order}) dict`] as { readonly [row: string]: Scores } & {
      readonly accuracy: number
    }
    if (dict === undefined) return
    expect(report.accuracy).toBe(dict.accuracy)
    const rows = [
      ...report.classes,
      { name: 'macro avg', ...report.macroAverage },
      { name: 'weighted avg', ...report.weightedAverage },
    ]
    for (const { name, precision, recall, f1, support } of rows)
      expect({ precision, recall, 'f1-score': f1, support }).toEqual(dict[name])
  })

  it('has both orders and all details among the figures', () => {
    expect(orders.length).toBeGreaterThan(3)
    expect(Object.values(lesson).some((pair) => pair['classification_report(labels, predictions) dict'])).toBe(true)
  })

  it('has room for more classes than a call has for arguments', () => {
    const many = Array.from({ length: 130_000 }, (_, index) => index)
    const lines = String(classificationReport(many, many)).split('\n')
    expect(lines).toHaveLength(130_007)
    expect(lines[130_001]).toBe('      129999       1.00      1.00      1.00         1')
  })

  it('takes tensors and lists alike', () => {
    const [y, p] = [
      [0, 1, 2, 1],
      [0, 2, 2, 1],
    ]
    const tensors = [y, p].map((list) => tensor(list, { dtype: 'int32' }))
    expect(String(classificationReport(tensors[0], p))).toBe(String(classificationReport(y, p)))
    expect(toArray(confusionMatrix(y, tensors[1]))).toEqual(toArray(confusionMatrix(y, p)))
  })

  it.each<[string, () => unknown, RegExp]>([
    ['a fraction', () => confusionMatrix([0.5], [1]), /0.5 is no class/],
    ['fewer predictions', () => confusionMatrix([0, 1], [1]), /2 labels and 1 predictions/],
    ['a matrix', () => confusionMatrix(tensor([[1]]), [1]), /the labels are no vector/],
    ['names and numbers', () => confusionMatrix(['a'], [1]), /names and others numbers/],
    ['a class twice', () => confusionMatrix([1], [1], { classes: [1, 1] }), /classes are \[1, 1\]/],
    [
      'numbers that are no classes',
      () => {
        const many = Array.from({ length: 2 ** 14 + 1 }, (_, index) => index)
        return confusionMatrix(many, many)
      },
      /16385 classes, more than 16384/,
    ],
    ['fewer names', () => classificationReport([0, 1], [1, 1], { targetNames: ['a'] }), /1 names for 2 classes/],
    ['no digits', () => classificationReport([0], [0], { digits: -1 }), /digits is -1/],
    ['half of none', () => classificationReport([0], [0], { zeroDivision: 0.5 as 0 }), /zeroDivision is 0.5/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})

describe('numbers with a fixed count of digits', () => {
  it('are those of Python', () => {
    expect(fixeds.length).toBeGreaterThan(1000)
    for (const [value, digits, text] of fixeds)
      expect([value, digits, fixed(value === '-0' ? -0 : value, digits)]).toEqual([value, digits, text])
  })

  it('round ties to even, where toFixed takes the larger', () => {
    expect([0.125, 0.375, 0.625, 2.5].map((x) => fixed(x, x > 1 ? 0 : 2))).toEqual(['0.12', '0.38', '0.62', '2'])
    expect((0.125).toFixed(2)).toBe('0.13')
    expect([Number.NaN, Infinity, -Infinity].map((x) => fixed(x, 2))).toEqual(['nan', 'inf', '-inf'])
  })
})
