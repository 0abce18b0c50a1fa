import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/index.js'
import {
  accumulateGradients,
  adam,
  addDecayedWeights,
  applyUpdates,
  chain,
  clipByValue,
  identity,
  momentum,
  type Optimizer,
  sgd,
} from '../../src/optim/index.js'
import { ArgumentError, DTypeError, ShapeError, TreeError } from '../../src/tensor/index.js'

describe('what does not fit is refused', () => {
  const params = { w: tensor([1, 2]) }
  const optimizer = adam(0.1)
  const state = optimizer.init(params)
  const update =
    (grads: unknown, memory: unknown = state, of: unknown = params) =>
    () =>
      optimizer.update(grads as object, memory as never, of as object)

  const ratedBy = (rate: () => unknown) => () => {
    const rated = sgd(rate as never)
    rated.update(params, rated.init(params), params)
  }

  it.each([
    ['another structure', update({ v: tensor([1, 2]) }), TreeError, /the gradients and the parameters/],
    [
      'another shape',
      update({ w: tensor([1]) }),
      ShapeError,
      /the gradients\.w is float64\[1\], and its parameter float64\[2\]/,
    ],
    ['another dtype', update({ w: tensor([1, 2], { dtype: 'float32' }) }), DTypeError, /float32\[2\]/],
    ['integers', () => optimizer.init({ n: tensor([1], { dtype: 'int32' }) }), DTypeError, /params\.n is int32/],
    ['another state', update(params, []), TreeError, /the state is of 0 links, and the optimizer has 2/],
    ['no state', update(params, null), TreeError, /the state is null/],
    [
      'the state of momentum',
      update(params, momentum(1).init(params)),
      TreeError,
      /the state and that of init\(params\)/,
    ],
    [
      'a state of more leaves',
      update(params, optimizer.init({ ...params, b: tensor(0) })),
      TreeError,
      /the state and that of init\(params\)/,
    ],
    [
      'a state that would be broadcast',
      update({ w: tensor([[1, 2]]) }, state, { w: tensor([[1, 2]]) }),
      ShapeError,
      /the state\[0\]\.first\[0\] is float64\[2\], and that of init\(params\) float64\[1, ?2\]/,
    ],
    [
      'a state of another dtype',
      update(params, optimizer.init({ w: tensor([1, 2], { dtype: 'float32' }) })),
      DTypeError,
      /the state\[0\]\.first\[0\] is float32/,
    ],
    [
      'a state of another optimizer within',
      () => {
        const [inside, outside] = [sgd(1), momentum(1)].map((each) => accumulateGradients(each, { every: 2 }))
        inside.update(params, outside.init(params), params)
      },
      TreeError,
      /the state and that of init\(params\)/,
    ],
    ['no tree', update(params, state, { w: 3 }), TreeError, /not a tensor/],
    ['updates of another shape', () => applyUpdates(params, { w: tensor([1]) } as never), ShapeError, /the updates\.w/],
    ['no optimizer', () => chain(identity, {} as Optimizer), ArgumentError, /number 2 \(Object\) is no optimizer/],
    ['no rate', () => sgd('fast' as never), ArgumentError, /the rate \(string\) is neither a number nor a schedule/],
    [
      'a rate for each element',
      ratedBy(() => tensor([0.1, 0.2])),
      ShapeError,
      /the schedule gives float64\[2\], not a scalar tensor/,
    ],
    ['a rate that is no tensor', ratedBy(() => 0.1), ArgumentError, /the schedule gives 0.1, not a scalar tensor/],
    ['an infinite rate', () => sgd(Infinity), ArgumentError, /the rate is Infinity, not a finite number/],
    ['decay of 1', () => momentum(1, { decay: 1 }), ArgumentError, /decay is 1, not from 0 to below 1/],
    ['b2 of 1', () => adam(1, { b2: 1 }), ArgumentError, /b2 is 1/],
    ['a negative eps', () => adam(1, { eps: -1 }), ArgumentError, /eps is -1/],
    ['a limit of 0', () => clipByValue(0), ArgumentError, /the limit is 0, not a finite number above 0/],
    [
      'no steps',
      () => accumulateGradients(sgd(1), { every: 0 }),
      ArgumentError,
      /every is 0, not a whole number from 1/,
    ],
    ['a negative strength', () => addDecayedWeights(-1), ArgumentError, /the strength is -1/],
  ])('%s', (_, call, kind, message) => {
    expect(call).toThrow(kind)
    expect(call).toThrow(message)
  })
})
