import * as cotangent from 'cotangent'
import { isRight } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { readSource } from '../support/sources.js'
import { rowsOf } from '../support/tables.js'

// The table of kinks and ties: every row is computed anew, and so is what TensorFlow.js gives.

const rows = rowsOf(readSource('docs/kinks.md').text, 'kinks')
const [columns, ...places] = rows

/** A cell of code, with the names of the library and an x. */
const evaluated = (cell: string, x: unknown): unknown => {
  const code = /^`(.*)`$/.exec(cell)?.[1]
  if (code === undefined) throw new Error(`${cell} is no code`)
  const names = Object.keys(cotangent)
  return new Function(...names, 'x', `return (${code})`)(...Object.values(cotangent), x)
}

type Numbers = cotangent.Tensor<readonly number[], 'float64'>

const pointOf = (cell: string): Numbers =>
  cotangent.tensor(evaluated(cell, undefined) as number[]) as unknown as Numbers

const scalarOf =
  (cell: string) =>
  (x: Numbers): cotangent.Tensor<[], 'float64'> =>
    cotangent.sum(evaluated(cell, x) as Numbers) as cotangent.Tensor<[], 'float64'>

const verdictOf = (f: (x: Numbers) => cotangent.Tensor<[], 'float64'>, at: Numbers): string => {
  const found = cotangent.gradcheck(f, at)
  if (!isRight(found)) return found.left.reason
  return found.right.kinks.length > 0 ? 'kink' : 'right'
}

describe('the table of kinks and ties', () => {
  it('has its columns, and every kind of verdict', () => {
    expect(columns.slice(0, 4)).toEqual(['function', 'at', 'slope', 'gradcheck'])
    expect(new Set(places.map((row) => row[3]))).toEqual(
      new Set(['right', 'kink', 'wrong', 'discontinuous', 'nonFinite', 'illConditioned']),
    )
  })

  it.each(places.map((row) => [`${row[0]} at ${row[1]}`, row] as const))('%s', (_, [f, at, slope, verdict]) => {
    const point = pointOf(at)
    expect(cotangent.toArray(cotangent.grad(scalarOf(f))(point))).toEqual(evaluated(slope, undefined))
    expect(verdictOf(scalarOf(f), point)).toBe(verdict)
  })
})

/** The same functions by TensorFlow.js. */
type Load = typeof import('@tensorflow/tfjs')
const theirs: Readonly<Record<string, (tf: Load, x: import('@tensorflow/tfjs').Tensor) => unknown>> = {
  'relu(x)': (tf, x) => tf.relu(x),
  'relu6(x)': (tf, x) => tf.relu6(x),
  'leakyRelu(x)': (tf, x) => tf.leakyRelu(x),
  'selu(x)': (tf, x) => tf.selu(x),
  'abs(x)': (tf, x) => tf.abs(x),
  'sign(x)': (tf, x) => tf.sign(x),
  'clip(x, { min: -1, max: 1 })': (tf, x) => tf.clipByValue(x, -1, 1),
  'clip(x, { min: 1, max: 1 })': (tf, x) => tf.clipByValue(x, 1, 1),
  'maximum(x, 2)': (tf, x) => tf.maximum(x, 2),
  'minimum(x, 2)': (tf, x) => tf.minimum(x, 2),
  'max(x)': (tf, x) => tf.max(x),
  'min(x)': (tf, x) => tf.min(x),
  'norm(x)': (tf, x) => tf.norm(x),
  'norm(x, { ord: 1 })': (tf, x) => tf.norm(x, 1),
  'norm(x, { ord: Infinity })': (tf, x) => tf.norm(x, Number.POSITIVE_INFINITY),
  'std(x)': (tf, x) => tf.sqrt(tf.moments(x).variance),
  'sqrt(sum(square(x)))': (tf, x) => tf.sqrt(tf.sum(tf.square(x))),
  'sqrt(x)': (tf, x) => tf.sqrt(x),
  'power(x, 2)': (tf, x) => tf.pow(x, 2),
  'power(x, 0)': (tf, x) => tf.pow(x, 0),
  'power(x, 0.5)': (tf, x) => tf.pow(x, 0.5),
  'power(0, x)': (tf, x) => tf.pow(0, x),
  'power(x, x)': (tf, x) => tf.pow(x, x),
  'prod(x)': (tf, x) => tf.prod(x),
  'topK(x, 1)[0]': (tf, x) => tf.topk(x, 1).values,
  'maxPool1d(reshape(x, [1, 1, 4]), { kernelSize: 2 })': (tf, x) =>
    tf.maxPool(tf.reshape(x, [1, 1, 4, 1]) as never, [1, 2], [1, 2], 'valid'),
  'floor(x)': (tf, x) => tf.floor(x),
  'ceil(x)': (tf, x) => tf.ceil(x),
  'round(x)': (tf, x) => tf.round(x),
  'remainder(x, 2)': (tf, x) => tf.mod(x, 2),
  'where(greater(x, 0), x, mul(x, 2))': (tf, x) => tf.where(tf.greater(x, 0), x, tf.mul(x, 2)),
  'where(greater(x, 0), log(x), 0)': (tf, x) => tf.where(tf.greater(x, 0), tf.log(x), tf.zerosLike(x)),
  'logSumExp(x)': (tf, x) => tf.logSumExp(x),
}

/** A cell of words as numbers, one for each element of the point; undefined where it throws. */
const told = (cell: string, at: readonly number[]): readonly number[] | undefined => {
  if (cell === 'throws') return undefined
  const most = Math.max(...at)
  if (cell === 'the first') return [1, 0, 0, 1]
  if (cell === '1 each') {
    const chosen = at.filter((element) => element === most).length > 1 ? most : Math.min(...at)
    return at.map((element) => (element === chosen ? 1 : 0))
  }
  const numbers = cell.replace(', its slope', '').split(', ').map(Number)
  return at.map((_, index) => numbers[index] ?? numbers[0])
}

describe('the column of TensorFlow.js', () => {
  let tf: Load
  beforeAll(async () => {
    tf = (await import('@tensorflow/tfjs')).default as unknown as Load
    await tf.setBackend('cpu')
  })

  const column = columns.indexOf('TensorFlow.js')

  it('has a row for each function that is there', () =>
    expect(places.filter((row) => row[column] !== '—').map(([f]) => f.slice(1, -1))).toEqual(Object.keys(theirs)))

  it.each(places.filter((row) => row[column] !== '—').map((row) => [row[0], row] as const))('%s', (_, row) => {
    const [f, at] = row
    const point = evaluated(at, undefined) as number | readonly number[]
    const gradient = () =>
      tf
        .grad((x) => tf.sum(theirs[f.slice(1, -1)](tf, x) as never))(tf.tensor(point as number[]))
        .dataSync()
    const expected = told(row[column], [point].flat())
    if (expected === undefined) expect(gradient).toThrow()
    else expect(Array.from(gradient(), (slope) => Number(slope.toPrecision(4)))).toEqual(expected)
  })
})
