import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTrain, writeTrain } from '../../../../examples/playground/train/address.js'
import { dataNames, defaultsOf, ranges } from '../../../../examples/playground/train/settings.js'
import { address } from './settings.js'

const read = (text: string) => readTrain(new URLSearchParams(text))

/** The names that mean something, and texts that may come behind them. */
const names = fc.constantFrom(
  ...['data', 'samples', 'noise', 'test', 'own', 'layers', 'optimizer', 'rate', 'batch', 'decay', 'seed'],
  ...['steps', 'speed', 'show', 'sharp', 'log', '', '__proto__'],
)
const text = fc.oneof(
  fc.string(),
  fc.double().map(String),
  fc.integer().map(String),
  fc.constantFrom(
    ...dataNames,
    'tanh.8',
    'tanh.8-relu.4',
    'tanh.99',
    'tanh.0',
    '-',
    '5k000',
    '5k005zzzz9',
    '1e999',
    '0x10',
  ),
)

describe('the address of a training', () => {
  it('holds all of it: what is written reads as it was', () => {
    fc.assert(
      fc.property(address, (state) => {
        expect(readTrain(new URLSearchParams(writeTrain(state).toString()))).toEqual(state)
      }),
    )
  })

  it('reads whatever is in it, to what it can write again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, text)), (entries) => {
        const state = readTrain(new URLSearchParams(entries.map((entry) => [...entry])))
        expect(readTrain(writeTrain(state))).toEqual(state)
        const { settings } = state
        for (const name of ['samples', 'noise', 'testShare', 'learningRate', 'batchSize', 'decay', 'seed'] as const) {
          expect(settings[name]).toBeGreaterThanOrEqual(ranges[name][0])
          expect(settings[name]).toBeLessThanOrEqual(ranges[name][1])
        }
        expect(
          [settings.samples, settings.batchSize, settings.seed, state.steps, state.speed].every(Number.isInteger),
        ).toBe(true)
        expect(settings.layers.length).toBeLessThanOrEqual(6)
        for (const { units } of settings.layers) expect(units >= 1 && units <= 32).toBe(true)
      }),
    )
  })

  it('begins with what a data set begins with', () => {
    expect(read('').settings).toEqual(defaultsOf('lesson'))
    for (const data of dataNames) expect(read(`data=${data}`).settings).toEqual(defaultsOf(data))
    expect(read('data=nonsense&noise=&rate=fast&layers=tanh.8-what.3').settings).toEqual(defaultsOf('lesson'))
  })

  it('is what one would write', () => {
    const moons = {
      settings: defaultsOf('moons'),
      steps: 0,
      speed: 1,
      showTest: true,
      sharp: false,
      logarithmic: false,
    }
    expect(writeTrain(moons).toString()).toBe(
      'data=moons&samples=200&noise=0.1&test=0.2&layers=tanh.8&optimizer=adam&rate=0.03&batch=10&decay=0&seed=0',
    )
    expect(read('layers=tanh.8-relu.4').settings.layers).toEqual([
      { activation: 'tanh', units: 8 },
      { activation: 'relu', units: 4 },
    ])
    expect(read('layers=').settings.layers).toEqual([])
  })

  it('brings numbers into their ranges', () => {
    expect(read('samples=5&noise=-1&test=0.9&rate=100&seed=-3&steps=1e9&layers=tanh.99').settings).toMatchObject({
      samples: 20,
      noise: 0,
      testShare: 0.5,
      learningRate: 10,
      seed: 0,
      layers: [{ activation: 'tanh', units: 32 }],
    })
    expect(read('steps=1e9').steps).toBe(1_000_000)
  })

  it('takes five characters for a point of one’s own', () => {
    const own = [
      { x: -1, y: 1, label: 0 },
      { x: 0.25, y: -0.31, label: 2 },
    ]
    const state = { ...read('data=own'), settings: { ...defaultsOf('own'), own } }
    expect(writeTrain(state).get('own')).toBe('005k03h1x2')
    expect(readTrain(writeTrain(state)).settings.own).toEqual(own)
    expect(read('own=005k03h1x2?!').settings.own).toEqual(own)
  })
})
