import { item, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { functions } from '../../../../examples/playground/graph/model/functions.js'
import { curveOf, epsilons, slopeOf } from '../../../../examples/playground/graph/model/slope.js'
import { curveNames, methods } from '../../../../examples/playground/graph/protocol.js'
import { ranges } from '../../../../examples/playground/graph/ranges.js'
import { curvePlot, errorPlot, numberText } from '../../../../examples/playground/graph/view/plot.js'
import { saySlope } from '../../../../examples/playground/graph/view/saySlope.js'

describe('points of a curve', () => {
  it.each(curveNames)('are what the function gives: %s', (name) => {
    const { x, y } = curveOf(name)
    expect([x[0], x[x.length - 1]]).toEqual([ranges[name].from, ranges[name].to])
    for (const index of [0, 100, 257, 400]) expect(y[index]).toBe(item(functions[name](tensor(x[index]))))
  })
})

/** Derivatives in closed form. */
const closed: readonly (readonly [
  name: 'sin' | 'exp' | 'square' | 'sigmoid' | 'tanh' | 'sqrt',
  (x: number) => number,
])[] = [
  ['sin', Math.cos],
  ['exp', Math.exp],
  ['square', (x) => 2 * x],
  ['sigmoid', (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2],
  ['tanh', (x) => 1 / Math.cosh(x) ** 2],
  ['sqrt', (x) => 1 / (2 * Math.sqrt(x))],
]

describe('a slope', () => {
  it.each(closed)('is that of the closed form: %s', (name, of) => {
    for (const x of [0.3, 1, 1.7]) {
      const { derivative } = slopeOf(name, x, 1e-3)
      // Each closed form has four operations at most, each off by a unit in the last place or two.
      expect(Math.abs(derivative - of(x))).toBeLessThanOrEqual(16 * 2 ** -53 * Math.abs(derivative))
    }
  })

  it.each(closed)('is missed by no more than curvature and rounding make: %s', (name) => {
    for (const x of [0.3, 1, 1.7])
      for (const method of methods) {
        const { errors, truncation, rounding } = slopeOf(name, x, 1e-3).differences[method]
        epsilons.forEach((h, index) => {
          // Where h is small beside x, what is left of Taylor's series is less than its first term.
          if (h > x / 10 || Number.isNaN(errors[index])) return
          const first = truncation.coefficient * h ** truncation.power
          expect(errors[index]).toBeLessThanOrEqual(2 * first + rounding / h)
        })
      }
  })

  it.each([
    ['sin', 1],
    ['exp', 1],
    ['sigmoid', 1],
    ['tanh', 0.5],
  ] as const)('is nearly best approached at the epsilon that is predicted: %s', (name, x) => {
    for (const method of methods) {
      const { errors, best, truncation, rounding } = slopeOf(name, x, 1e-3).differences[method]
      if (best === undefined) throw new Error('there is a best one')
      const near = epsilons.findIndex((h) => h <= best)
      const bound = truncation.coefficient * best ** truncation.power + rounding / best
      // The next step of the grid is a factor of 10^(1/10) away, and the bound changes by its square at most.
      expect(errors[near]).toBeLessThanOrEqual(1.6 * bound)
      for (const far of [1e-1, 1e-14]) expect(errors[epsilons.findIndex((h) => h <= far)]).toBeGreaterThan(bound)
    }
  })

  it('says what a kink does: nothing makes the error less', () => {
    const relu = slopeOf('relu', 0, 1e-5)
    expect([relu.derivative, relu.differences.forward.quotient, relu.differences.central.quotient]).toEqual([0, 1, 0.5])
    expect(new Set(relu.differences.forward.errors)).toEqual(new Set([1]))
    expect(saySlope(relu, 'forward', 1e-5)).toContain('within ε of x there is a kink')
    expect(slopeOf('abs', 0, 1e-5).differences.central.quotient).toBe(0)
  })

  it.each([
    ['sin', 1, 1e-2, 'forward', 'Mostly the curve: the error goes with ε,'],
    ['sin', 1, 1e-2, 'central', 'Mostly the curve: the error goes with ε²,'],
    ['sin', 1, 1e-12, 'forward', 'Mostly rounding'],
    ['square', 1, 1e-3, 'central', 'Nothing is lost by leaving the curve'],
    ['sin', 1, 1e-16, 'forward', 'x plus ε rounds to x'],
    ['sqrt', 0, 1e-3, 'forward', 'not finite'],
    ['sqrt', 0.01, 1e-1, 'central', 'no value at x − ε'],
  ] as const)('is told in words: %s at %d, %d, %s', (name, x, epsilon, method, words) =>
    expect(saySlope(slopeOf(name, x, epsilon), method, epsilon)).toContain(words),
  )
})

describe('plots', () => {
  const size = { width: 500, height: 300 }
  const curve = curveOf('sin')

  it.each(methods)('have the line of the quotient through its places: %s', (method) => {
    const plot = curvePlot(curve, slopeOf('sin', 1, 1), 1, method, Math.sin, size)
    const [[x1, y1], [x2, y2]] = [...plot.secant.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ])
    const ends = method === 'forward' ? [plot.place, ...plot.ends] : plot.ends
    expect(ends).toHaveLength(2)
    for (const { x, y } of ends) {
      const on = y1 + ((x - x1) * (y2 - y1)) / (x2 - x1)
      // Paths have three digits behind the point.
      expect(Math.abs(on - y)).toBeLessThan(0.01)
    }
  })

  it('leave out what is not finite', () => {
    const lost = slopeOf('sin', 1, 1e-16)
    expect(curvePlot(curve, lost, 1e-16, 'forward', Math.sin, size).secant).toBe('')
    const steep = slopeOf('sqrt', 0, 0.1)
    const plot = curvePlot(curveOf('sqrt'), steep, 0.1, 'central', Math.sqrt, size)
    expect([plot.tangent, plot.secant, plot.ends.length]).toEqual(['', '', 1])
  })

  it('go by powers of ten, straight where the error is a power of epsilon', () => {
    const slope = slopeOf('sin', 1, 1e-2)
    const { difference, error } = { difference: slope.differences.forward, error: 0.0042 }
    const plot = errorPlot(difference, slope.epsilons, 1e-2, error, size)
    expect(plot.xTicks.map(({ text }) => text)).toContain('10⁻⁸')
    const points = [...plot.truncation.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
    const slopes = points.slice(1).map(([x, y], index) => (y - points[index][1]) / (x - points[index][0]))
    for (const each of slopes) expect(Math.abs(each - slopes[0])).toBeLessThan(0.01)
    expect(plot.now).toBeGreaterThan(plot.best as number)
    const exact = slopeOf('abs', 1, 1e-2)
    expect(errorPlot(exact.differences.forward, exact.epsilons, 0.01, 0, size)).toMatchObject({
      nowError: undefined,
      best: undefined,
    })
  })

  it('have numbers that can be read', () =>
    expect(
      [0.1, -2, 1e-8, -3.21e-8, 1e21, Number.POSITIVE_INFINITY, Number.NaN].map((each) => numberText(each)),
    ).toEqual(['0.1', '−2', '10⁻⁸', '−3.21 · 10⁻⁸', '10²¹', '∞', 'NaN']))
})
