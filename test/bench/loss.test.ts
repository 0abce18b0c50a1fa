import { item } from 'cotangent'
import { expect, it } from 'vitest'
import * as model from './contestants/model.js'
import { lossOf } from './loss.js'
import { first, placesOf } from './network.js'
import { workloads } from './workloads/index.js'

it.each(workloads.map((each) => [each.name, each] as const))(
  'the loss of %s is the one that is descended',
  (_, each) => {
    const problem = { ...first(each.problem(40), 3), batch: 3 }
    const { network, initial } = problem
    const { batches } = model.dataOf(problem, 'float64')
    const descended = item(model.lossOf(network, batches[0])(model.layersOf(network, initial, 'float64')))
    // The squared errors are summed, of one record at a time, and not their mean.
    const expected = network.loss === 'half squared error' ? descended / 3 : descended
    expect(Math.abs(lossOf(problem, initial) - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected))
  },
)

it('parameters lie one after the other', () => {
  const network = { sizes: [3, 4, 2], activation: 'tanh', loss: 'softmax cross entropy', rate: 1 } as const
  expect(placesOf({ ...network, biased: true })).toEqual([
    { inputs: 3, outputs: 4, weights: 0, bias: 12, end: 16 },
    { inputs: 4, outputs: 2, weights: 16, bias: 24, end: 26 },
  ])
  expect(placesOf({ ...network, biased: false }).map(({ bias, end }) => [bias, end])).toEqual([
    [12, 12],
    [20, 20],
  ])
})
