import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { derivativesAt, expectClose, expectValues } from './slopes.js'
import { elementsOf, named, untyped } from './untyped.js'

const { grad, leakyRelu, logSoftmax, relu, sigmoid, softmax, softplus, sum, tensor } = untyped

describe('derivatives at 0, where the formulas meet, are right to any order', () => {
  it.each([
    ['sigmoid', [1 / 2, 1 / 4, 0, -1 / 8, 0, 1 / 4]],
    ['softplus', [Math.LN2, 1 / 2, 1 / 4, 0, -1 / 8, 0]],
    ['logSigmoid', [-Math.LN2, 1 / 2, -1 / 4, 0, 1 / 8, 0]],
    ['tanh', [0, 1, 0, -2, 0, 16]],
  ])('%s', (name, want) => {
    for (const zero of [0, -0]) expectClose(derivativesAt(named(name), zero, 5), want)
  })
})

describe('extremes', () => {
  it.each([
    ['sigmoid', [0, 0, 0.5, 1, 1]],
    ['softplus', [0, 0, Math.LN2, 800, Infinity]],
    ['logSigmoid', [-Infinity, -800, -Math.LN2, 0, 0]],
    ['tanh', [-1, -1, 0, 1, 1]],
    ['relu', [0, 0, 0, 800, Infinity]],
    ['leakyRelu', [-Infinity, -8, 0, 800, Infinity]],
  ])('%s reaches its limits', (name, want) => {
    expectValues(elementsOf(named(name)(tensor([-Infinity, -800, 0, 800, Infinity]))), want)
    expect(elementsOf(named(name)(tensor(NaN)))).toEqual([NaN])
  })

  it.each([
    ['sigmoid', 0, 0],
    ['softplus', 0, 1],
    ['logSigmoid', 1, 0],
    ['tanh', 0, 0],
    ['relu', 0, 1],
    ['leakyRelu', 0.01, 1],
  ])('%s has finite derivatives at -800 and 800', (name, low, high) => {
    expectValues(derivativesAt(named(name), -800, 3).slice(1), [low, 0, 0])
    expectValues(derivativesAt(named(name), 800, 3).slice(1), [high, 0, 0])
  })

  it('keep their digits', () => {
    const tiny = Math.exp(-40)
    expectClose(
      elementsOf(sigmoid(tensor(-40))).map((y) => y / tiny),
      [1],
    )
    expectClose(
      elementsOf(softplus(tensor(-40))).map((y) => y / tiny),
      [1],
    )
    expectClose(
      elementsOf(named('logSigmoid')(tensor(40))).map((y) => -y / tiny),
      [1],
    )
    expectClose(
      derivativesAt(sigmoid, 40, 1)
        .slice(1)
        .map((y) => y / tiny),
      [1],
    )
  })
})

describe('kinks', () => {
  it('relu has slope 0 at 0, leakyRelu its negative slope, abs and sign 0', () => {
    for (const zero of [0, -0]) {
      expect(derivativesAt(relu, zero, 1)[1]).toBe(0)
      expect(derivativesAt(leakyRelu, zero, 1)[1]).toBe(0.01)
      expect(derivativesAt(leakyRelu({ negativeSlope: 0.3 }), zero, 1)[1]).toBe(0.3)
      expectValues(derivativesAt(named('abs'), zero, 1), [0, 0])
      expectValues(derivativesAt(named('sign'), zero, 1), [0, 0])
    }
  })
})

describe('options', () => {
  it('stand in both forms', () => {
    const x = tensor([-2, 3])
    expect(elementsOf(leakyRelu(x, { negativeSlope: 0.5 }))).toEqual([-1, 3])
    expect(elementsOf(pipe(x, leakyRelu({ negativeSlope: 0.5 })) as never)).toEqual([-1, 3])
    expect(elementsOf(pipe(x, leakyRelu) as never)).toEqual(elementsOf(leakyRelu(x)))
    expectClose(elementsOf(softplus(x, { beta: 2 })), [Math.log1p(Math.exp(-4)) / 2, 3 + Math.log1p(Math.exp(-6)) / 2])
    expect(elementsOf(pipe(x, softplus({ beta: 2 })) as never)).toEqual(elementsOf(softplus(x, { beta: 2 })))
  })

  it('relu takes int32', () => {
    expect(relu(tensor([-1, 2], { dtype: 'int32' })).dtype).toBe('int32')
  })
})

describe('softmax', () => {
  const rows = tensor([
    [800, 800, -800],
    [1, 2, 3],
  ])

  it('adds up to 1, whatever the size of the logits', () => {
    expectClose(elementsOf(sum(softmax(rows), { axis: 1 })), [1, 1])
    expectClose(elementsOf(sum(softmax(rows, { axis: 0 }), { axis: 0 })), [1, 1, 1])
    expectClose(elementsOf(sum(pipe(rows, softmax({ axis: 0 })), { axis: 0 })), [1, 1, 1])
  })

  it('masks what is -Infinity, with derivative 0', () => {
    const masked = tensor([-Infinity, 0, 0])
    expect(elementsOf(softmax(masked))).toEqual([0, 0.5, 0.5])
    const first = (x: unknown): unknown => sum(named('slice')(softmax(x), [[1, 2]]))
    expectClose(elementsOf(grad(first)(masked)), [0, 0.25, -0.25])
    expect(elementsOf(softmax(tensor([-Infinity, -Infinity])))).toEqual([NaN, NaN])
  })

  it('of no elements has none', () => {
    expect(softmax(named('zeros')([2, 0])).shape).toEqual([2, 0])
  })

  it('and its logarithm agree, and neither overflows', () => {
    expectClose(elementsOf(named('exp')(logSoftmax(rows))), elementsOf(softmax(rows)))
    expect(elementsOf(logSoftmax(tensor([800, 0, -800])))).toEqual([0, -800, -1600])
  })
})
