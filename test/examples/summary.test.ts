import { gradcheck, mul, square, sum, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { asKnown } from '../../examples/checks.js'
import { faults, runBackprop, runDrawn, runNeurons, runSoftmax, showResults, showRun } from '../../examples/summary.js'
import { showTimings, timings } from '../../examples/timing.js'

const [backprop, neurons, softmax] = [runBackprop(), runNeurons(), runSoftmax()] as const

describe('npm start', () => {
  it('finds all well', () => {
    expect(faults(backprop)).toEqual([])
    expect(faults(neurons)).toEqual([])
    expect(faults(softmax)).toEqual([])
  })

  it('finds the four wrong gradients wrong, all others right', () => {
    const wrong = [...backprop.checks, ...neurons.checks, ...softmax.checks].filter(
      ({ result }) => result._tag === 'Left',
    )
    expect(wrong.map(({ what }) => what)).toEqual([
      "iris network, the lesson's by hand, at the initial weights",
      'iris network, by hand with the slope mended, at the initial weights',
      "iris network, the lesson's by hand, trained",
      'iris network, by hand with the slope mended, trained',
    ])
    expect(backprop.checks.length + neurons.checks.length + softmax.checks.length).toBe(28)
  })

  it('finds the wrong slopes of lesson 004 wrong on drawn data, and those of 003 right', () => {
    const drawn = runDrawn()
    expect(drawn.flatMap(faults)).toEqual([])
    const wrong = drawn.flatMap(({ checks }) => checks).filter(({ result }) => result._tag === 'Left')
    expect(wrong.map(({ what }) => what)).toEqual([
      "layers of leaky_relu, the lesson's by hand",
      "layers of tanh, the lesson's by hand",
    ])
    expect(drawn.map(showRun).join()).not.toMatch(/0 of the 0/)
  })

  it('says so in few words', () => {
    expect(showRun(backprop)).toMatch(/65 of the 65 figures .* came out to all digits/)
    expect(showRun(neurons)).toMatch(/25 of the 25 figures .* came out to all digits/)
    expect(showRun(softmax)).toMatch(/54 of the 54 figures .* came out to all digits/)
    expect(showRun(neurons)).not.toMatch(/not as known/)
    const results = showResults(backprop.figures, neurons.figures, softmax.figures)
    expect(results).toMatch(/network on exclusive or +0\.000786020/)
    expect(results).toMatch(/two layers with tanh on them +0\.405700/)
  })

  it('fails where a figure or a gradient is not as it should be', () => {
    const point = tensor([1, 2])
    const value = (x: typeof point) => sum(square(x))
    const wrong = { what: 'w', known: 'right', result: gradcheck({ value, gradient: (x) => x }, point) } as const
    const right = {
      what: 'r',
      known: 'wrong',
      result: gradcheck({ value, gradient: (x) => mul(x, 2) }, point),
    } as const
    expect([wrong, right].map(asKnown)).toEqual([false, false])
    const figure = { what: 'loss', printed: '0.5', computed: '0.6' }
    const run = {
      ...neurons,
      sections: [{ title: '', figures: [figure], tables: [], notes: [] }],
      checks: [wrong, right],
    }
    expect(faults(run)).toEqual([
      'loss: the lesson prints 0.5, here it is 0.6',
      expect.stringMatching(/^w: should be right; gradcheck: the gradient is wrong in 2 entries/),
      expect.stringMatching(/^r: should be wrong; the gradient is right in 2 entries/),
    ])
    expect(showRun(run)).toMatch(/WRONG \(not as known\)/)
  })

  it('measures where time goes', () => {
    const all = timings()
    for (const { step, ...times } of all)
      for (const [phase, time] of Object.entries(times))
        expect([step, phase, Number.isFinite(time)]).toEqual([step, phase, true])
    expect(showTimings(all).split('\n')).toHaveLength(1 + all.length)
  })
})
