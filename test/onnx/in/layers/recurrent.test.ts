import { moveAxis, swapAxes, toArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import type { AttributeProto } from '../../../../src/engine/onnx/index.js'
import { drawn, expectDerivative, expectLayer, type LayerCase } from '../support/layers.js'
import { attribute, type Given, i32 } from '../support/models.js'
import { runOurs, type Tolerance } from '../support/runtime.js'

const { int, float, string, strings, floats } = attribute

const [steps, batch, inputs, hidden] = [4, 2, 3, 3]

/**
 * A step sums inputs, state and two biases, at most 9 numbers of size at most 1, and takes functions whose slope is at
 * most 1, a unit or two off. What the state brings is multiplied by weights whose rows sum to at most `hidden`, so that
 * differences grow by 1 + hidden a step at most; with weights of size at most 1/2, as here, by 1 + hidden / 2.
 */
const recurrence: Tolerance = { ulps: 16 * (1 + hidden / 2) ** (steps - 1), scale: 1 }

interface Setting {
  readonly gates: number
  readonly directions?: number
  readonly attributes?: readonly AttributeProto[]
  readonly bias?: boolean
  readonly lengths?: readonly number[]
  readonly initial?: boolean
  readonly peepholes?: boolean
  readonly opset?: number
}

const setting = (operator: 'RNN' | 'GRU' | 'LSTM', given: Setting): LayerCase => {
  const {
    gates,
    directions = 1,
    attributes = [],
    bias = true,
    lengths,
    initial = false,
    peepholes = false,
    opset,
  } = given
  const state = (seed: number): Given | undefined => (initial ? drawn([directions, batch, hidden], seed) : undefined)
  const all = [
    drawn([steps, batch, inputs]),
    drawn([directions, gates * hidden, inputs], 2, -0.5, 0.5),
    drawn([directions, gates * hidden, hidden], 3, -0.5, 0.5),
    bias ? drawn([directions, 2 * gates * hidden], 4) : undefined,
    lengths && i32([batch], lengths),
    state(5),
    ...(operator === 'LSTM' ? [state(6), peepholes ? drawn([directions, 3 * hidden], 7, -0.5, 0.5) : undefined] : []),
  ]
  return {
    operator,
    opset: opset ?? 14,
    inputs: all.slice(0, all.findLastIndex((one) => one !== undefined) + 1),
    attributes: [int('hidden_size', hidden), ...attributes],
    outputs: operator === 'LSTM' ? ['float32', 'float32', 'float32'] : ['float32', 'float32'],
    tolerance: recurrence,
  }
}

const both = string('direction', 'bidirectional')
const back = string('direction', 'reverse')

const nets: readonly LayerCase[] = [
  setting('RNN', { gates: 1 }),
  setting('RNN', { gates: 1, bias: false, attributes: [strings('activations', ['Relu']), back], initial: true }),
  setting('RNN', {
    gates: 1,
    directions: 2,
    attributes: [both, strings('activations', ['Sigmoid', 'Tanh'])],
    lengths: [4, 2],
  }),
  setting('RNN', { gates: 1, opset: 7, attributes: [float('clip', 0.5)] }),
  setting('RNN', {
    gates: 1,
    directions: 2,
    attributes: [
      both,
      strings('activations', ['LeakyRelu', 'HardSigmoid']),
      floats('activation_alpha', [0.25, 0.125]),
      floats('activation_beta', [0.5]),
    ],
  }),
  setting('GRU', { gates: 3 }),
  setting('GRU', { gates: 3, attributes: [int('linear_before_reset', 1)], initial: true }),
  setting('GRU', { gates: 3, directions: 2, attributes: [both, int('linear_before_reset', 1)], lengths: [3, 4] }),
  setting('GRU', { gates: 3, bias: false, attributes: [back, float('clip', 0.75)], lengths: [1, 4], initial: true }),
  setting('GRU', { gates: 3, opset: 7, attributes: [strings('activations', ['Sigmoid', 'Softsign'])] }),
  setting('LSTM', { gates: 4 }),
  setting('LSTM', { gates: 4, initial: true, peepholes: true }),
  setting('LSTM', { gates: 4, directions: 2, attributes: [both], lengths: [4, 2], initial: true, peepholes: true }),
  setting('LSTM', { gates: 4, bias: false, attributes: [back, float('clip', 0.5)] }),
  setting('LSTM', { gates: 4, attributes: [int('input_forget', 1)] }),
  setting('LSTM', {
    gates: 4,
    opset: 7,
    attributes: [strings('activations', ['HardSigmoid', 'Tanh', 'Softsign'])],
    lengths: [2, 3],
  }),
]

describe('recurrent nets as ONNX Runtime has them', () => {
  for (const [index, one] of nets.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of recurrent nets', () => {
  for (const index of [2, 7, 12]) it(`${nets[index].operator}, case ${index}`, () => expectDerivative(nets[index]))
})

describe('recurrent nets whose batch comes first, which ONNX Runtime does not take', () => {
  const swapped = (x: Given): Given => {
    const [a, b, rest] = x.shape
    return {
      ...x,
      shape: [b, a, rest],
      data: Array.from({ length: x.data.length }, (_, at) => {
        const [i, j, k] = [Math.floor(at / (a * rest)), Math.floor(at / rest) % a, at % rest]
        return x.data[(j * b + i) * rest + k]
      }),
    }
  }
  for (const index of [2, 8, 12])
    it(`${nets[index].operator}, case ${index}`, () => {
      const plain = nets[index]
      const turned = plain.inputs.map((each, place) =>
        each && (place === 0 || place === 5 || place === 6) ? swapped(each) : each,
      )
      const [y, ...last] = Object.values(runOurs(plain))
      const [turnedY, ...turnedLast] = Object.values(
        runOurs({ ...plain, inputs: turned, attributes: [...(plain.attributes ?? []), int('layout', 1)] }),
      )
      expect(toArray(turnedY)).toEqual(toArray(moveAxis(y, 2, 0)))
      expect(turnedLast.map(toArray)).toEqual(last.map((each) => toArray(swapAxes(each, 0, 1))))
    })
})
