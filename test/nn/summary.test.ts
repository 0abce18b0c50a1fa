import { add, relu, softmax, tanh } from 'cotangent'
import {
  activation,
  andThen,
  dense,
  dropout,
  each,
  flatten,
  identity,
  type Model,
  named,
  parallel,
  residual,
  sequential,
  summary,
} from 'cotangent/nn'
import { type Rand, seed, standardNormal } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'

const block = pipe(named('inner', dense(64, 64, { dtype: 'float32' })), andThen(activation(relu, 'relu')))

const head = dense(64, 10, { dtype: 'float32' })

const net = pipe(
  flatten([28, 28], { dtype: 'float32' }),
  andThen(named('hidden', dense(784, 64, { dtype: 'float32' }))),
  andThen(activation(tanh, 'tanh')),
  andThen(dropout(0.5)),
  andThen(named('block', residual(block))),
  andThen(
    named(
      'mix',
      parallel({ wide: sequential(head, activation(tanh, 'tanh')), narrow: head }, ({ wide, narrow }) =>
        add(wide, narrow),
      ),
    ),
  ),
  andThen(activation((x) => softmax(x), 'softmax')),
)

describe('a summary', () => {
  it('shows every layer of a composition, its place, shapes and parameters', () => {
    const [params] = net.init(seed(0))
    expect(String(summary(net)(params))).toMatchInlineSnapshot(`
      "layer      at            takes     gives  parameters                     count
      flatten                  [28, 28]  [784]                                     0
      dense      .hidden       [784]     [64]   weights [784, 64], bias [64]  50,240
      tanh                     [64]      [64]                                      0
      dropout                  [64]      [64]                                      0
      residual   .block        [64]      [64]                                      0
        dense    .block.inner  [64]      [64]   weights [64, 64], bias [64]    4,160
        relu     .block        [64]      [64]                                      0
      parallel   .mix          [64]                                                0
        branch   .mix.wide     [64]      [10]                                      0
          dense  .mix.wide[0]  [64]      [10]   weights [64, 10], bias [10]      650
          tanh   .mix.wide[1]  [10]      [10]                                      0
        dense    .mix.narrow   [64]      [10]   weights [64, 10], bias [10]      650
      softmax                                                                      0
      55,700 parameters, 222,800 bytes"
    `)
  })

  it('shows layers of sequences, and those in lists', () => {
    const model = andThen(named('steps', each(7, sequential(dense(3, 4), activation(tanh, 'tanh')))), flatten([7, 4]))
    expect(String(summary(model)(model.init(seed(0))[0]))).toMatchInlineSnapshot(`
      "layer      at         takes   gives   parameters                count
      each of 7  .steps     [7, 3]  [7, 4]                                0
        dense    .steps[0]  [3]     [4]     weights [3, 4], bias [4]     16
        tanh     .steps[1]  [4]     [4]                                   0
      flatten               [7, 4]  [28]                                  0
      16 parameters, 128 bytes"
    `)
  })

  it('knows what is taken before the first layer that says it', () => {
    const model = andThen(activation(tanh), dense(3, 2))
    const [{ input, output }] = summary(model)(model.init(seed(0))[0]).rows
    expect([input, output]).toEqual([[3], [3]])
  })

  it('gives the same to layers beside each other', () => {
    const model = parallel({ a: dense(3, 2), b: activation(tanh), c: identity })
    const shapes = summary(model)(model.init(seed(0))[0]).rows.map(({ input, output }) => [input, output])
    expect(shapes).toEqual([
      [[3], undefined],
      [[3], [2]],
      [[3], [3]],
      [[3], [3]],
    ])
  })

  it('says no shape that it does not know', () => {
    const [row] = summary(activation(tanh))({}).rows
    expect([row.input, row.output, row.parameters]).toEqual([undefined, undefined, []])
  })

  it('of the identity is empty', () => {
    const { rows, count, bytes } = summary(identity)({})
    expect([rows, count, bytes]).toEqual([[], 0, 0])
  })

  it('counts what no layer owns', () => {
    const factor: Model<{ readonly factor: unknown }, number, number> = {
      init: standardNormal([2, 3]) as Rand<never>,
      apply: () => (x) => x,
      parts: [],
    }
    const { rows, count, bytes } = summary(factor)({ factor: standardNormal([2, 3])(seed(0))[0] })
    expect(rows).toMatchObject([{ kind: 'other', parameters: [{ path: '.factor', shape: [2, 3] }] }])
    expect([count, bytes]).toEqual([6, 48])
  })

  it('counts every number once: the rows add up to the total', () => {
    const { rows, count, bytes } = summary(net)(net.init(seed(0))[0])
    const owned = rows.flatMap(({ parameters }) => parameters)
    expect(new Set(owned.map(({ path }) => path)).size).toBe(owned.length)
    expect(owned.reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0)).toBe(count)
    // Weights and biases, in the order of the layers; four bytes each.
    expect(count).toBe(784 * 64 + 64 + (64 * 64 + 64) + 2 * (64 * 10 + 10))
    expect(bytes).toBe(4 * count)
  })

  it('misses parameters that are not there', () =>
    expect(() => summary(named('a', dense(2, 3)))({} as never)).toThrow(/no parameters at \.a\.weights/))
})
