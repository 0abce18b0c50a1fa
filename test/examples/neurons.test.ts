import { describe, expect, it } from 'vitest'
import { defaults, initialNetwork, neurons } from '../../examples/lessons/neurons/lesson.js'
import { handWritten, twoLayers } from '../../examples/lessons/neurons/network.js'
import { report } from '../../examples/lessons/neurons/report.js'
import { relativeDistance } from '../../examples/lessons/numbers.js'
import { agrees, missed } from '../../examples/lessons/printed.js'
import { figureAt, golden, normwise, numbersIn } from '../support/golden.js'

const expected = golden('002.json')
const at = (...path: readonly string[]): readonly number[] => numbersIn(figureAt(expected, ...path))
const found = neurons()
const reference = neurons({ engine: 'reference', epochs: 300 })
const tolerance = 1e-11

describe('what the lesson prints', () => {
  const figures = report(found, defaults).flatMap((section) => section.figures)

  it('comes out to all digits', () => {
    expect(missed(figures)).toEqual([])
    expect(figures.filter(agrees)).toHaveLength(25)
  })

  it('is said to be irreproducible only of the tables of another run', () => {
    const others = figures.filter(({ irreproducible }) => irreproducible !== undefined)
    expect(others).toHaveLength(20)
    for (const { what } of others) expect(what).toMatch(/^(hidden node|output for record)/)
  })
})

describe.each([
  ['wasm', found],
  ['reference', reference],
] as const)('the single neuron on %s', (_, figures) => {
  it.each(['neuron', 'automaticNeuron'] as const)('%s', (name) => {
    const of = (figure: string): readonly number[] => at('single_neuron', figure)
    const neuron = figures[name]
    expect(neuron.initial).toEqual(of('W0'))
    expect(normwise(neuron.firstAdjustment, of('adjustment_first'))).toBeLessThan(tolerance)
    expect(normwise(neuron.lastAdjustment, of('adjustment_last'))).toBeLessThan(tolerance)
    expect(normwise(neuron.weights, of('W'))).toBeLessThan(tolerance)
    expect(normwise(neuron.outputs, of('outputs'))).toBeLessThan(tolerance)
    expect(
      normwise(
        neuron.errors.filter((_, index) => index % 500 === 0),
        of('mse_every_500'),
      ),
    ).toBeLessThan(tolerance)
    expect(normwise([neuron.finalError], of('mse_final'))).toBeLessThan(tolerance)
    expect(normwise(neuron.newSituation, of('new_situation'))).toBeLessThan(tolerance)
  })

  it('fails on exclusive or as recorded', () => {
    const of = (figure: string): readonly number[] => at('single_neuron_xor', figure)
    const { overtaxed } = figures
    expect(normwise(overtaxed.firstAdjustment, of('adjustment_first'))).toBeLessThan(tolerance)
    for (const weight of overtaxed.weights) expect(Math.abs(weight)).toBeLessThan(1e-12)
    for (const change of overtaxed.lastAdjustment) expect(Math.abs(change)).toBeLessThan(1e-12)
    expect(normwise(overtaxed.outputs, of('outputs'))).toBeLessThan(tolerance)
    expect(
      normwise(
        overtaxed.errors.filter((_, index) => index % 500 === 0),
        of('mse_every_500'),
      ),
    ).toBeLessThan(tolerance)
    expect(normwise([overtaxed.finalError], of('mse_final'))).toBeLessThan(tolerance)
    expect(normwise(overtaxed.newSituation, of('new_situation'))).toBeLessThan(tolerance)
  })
})

describe('the network on exclusive or', () => {
  const of = (figure: string): readonly number[] => at('two_layer_xor', figure)

  it('starts from the weights that NumPy draws', () => {
    const { w01, w12 } = neurons({ epochs: 1, iterations: 1, rate: 1e-300 }).network
    expect(relativeDistance(w01.flat(), of('W01_0'))).toBeLessThan(1e-15)
    expect(relativeDistance(w12.flat(), of('W12_0'))).toBeLessThan(1e-15)
  })

  it.each(['network', 'automaticNetwork'] as const)('%s trains as recorded', (name) => {
    const network = found[name]
    const epochs = of('loss_epochs')
    expect(network.losses).toHaveLength(20_000)
    expect(
      normwise(
        epochs.map((epoch) => network.losses[epoch]),
        of('loss'),
      ),
    ).toBeLessThan(tolerance)
    expect(normwise(network.w01.flat(), of('W01'))).toBeLessThan(tolerance)
    expect(normwise(network.w12.flat(), of('W12'))).toBeLessThan(tolerance)
    expect(normwise(network.hidden.flat(), of('hidden'))).toBeLessThan(tolerance)
    expect(normwise(network.outputs, of('outputs'))).toBeLessThan(tolerance)
    expect(normwise(network.newSituation, of('new_situation'))).toBeLessThan(tolerance)
  })

  it('has the same bits on the reference engine, after all 20,000 epochs', { timeout: 120_000 }, () => {
    const options = { ...defaults, engine: 'reference' } as const
    expect(twoLayers(handWritten, defaults.hard, options)(initialNetwork(defaults))).toEqual(found.network)
  })
})

describe('the plotted curves', () => {
  const { sigmoid, fineSigmoid, tangents } = found.curves

  it('are those of NumPy', () => {
    expect(sigmoid.x).toEqual(at('plots', 'arange(-6,6,.2)'))
    expect(fineSigmoid.x).toEqual(at('plots', 'arange(-6,6,.1)'))
    expect(normwise(sigmoid.y, at('plots', 'sigmoid(arange(-6,6,.2))'))).toBeLessThan(1e-15)
    expect(normwise(fineSigmoid.y, at('plots', 'sigmoid(arange(-6,6,.1))'))).toBeLessThan(1e-15)
    for (const [index, point] of [2, 0, -4].entries()) {
      const { x, y } = tangents[index]
      expect(normwise([...x, ...y], at('plots', `tangent at ${point}`))).toBeLessThan(1e-15)
    }
  })
})

describe('with other options', () => {
  const short = { iterations: 200, epochs: 200 }

  it('both engines give the same bits', () => {
    expect(neurons({ engine: 'wasm', epochs: 300 })).toEqual(reference)
  })

  it.each([{ seed: 0 }, { seed: 7, hidden: 1 }, { hidden: 9, rate: 1.5 }, { rate: 1e-3 }])(
    '%o the adjustments by hand and the automatic ones train alike',
    (options) => {
      const { neuron, automaticNeuron, network, automaticNetwork, disagreement } = neurons({ ...short, ...options })
      expect(normwise(neuron.weights, automaticNeuron.weights)).toBeLessThan(tolerance)
      expect(normwise(network.losses, automaticNetwork.losses)).toBeLessThan(tolerance)
      expect(normwise(network.w01.flat(), automaticNetwork.w01.flat())).toBeLessThan(tolerance)
      expect(Math.max(disagreement.neuron, disagreement.w01, disagreement.w12)).toBeLessThan(1e-12)
    },
  )

  it('the same options give the same numbers, other seeds others', () => {
    expect(neurons({ ...short, seed: 3 })).toEqual(neurons({ ...short, seed: 3 }))
    expect(neurons({ ...short, seed: 3 }).network.losses).not.toEqual(neurons({ ...short, seed: 4 }).network.losses)
  })

  it('other tables do as well', () => {
    const table = {
      inputs: [
        [0, 1],
        [1, 1],
        [0.5, 1],
      ],
      targets: [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ],
    }
    const options = { ...short, simple: table, hard: table, newSituation: [[0.2, 1]] }
    const { network, automaticNetwork, neuron } = neurons(options)
    expect(neuron.weights).toHaveLength(4)
    expect(network.hidden).toHaveLength(3)
    expect(normwise(network.losses, automaticNetwork.losses)).toBeLessThan(tolerance)
  })
})
