import { ArgumentError, ones, ShapeError, square, tensor } from 'cotangent'
import { history, lines, lossCurve, scatter, tangent } from 'cotangent/plot'
import { describe, expect, it } from 'vitest'
import { untyped } from '../graph/operations/untyped.js'
import { count, layersOf, svgOf, textsOf, valuesOf } from './support.js'

const nan = Number.NaN

describe('scatter', () => {
  it('has a mark for each point, in the colour of its class', async () => {
    const svg = await svgOf(
      scatter(
        tensor([
          [0, 1],
          [2, 3],
          [1, 1],
          [0, 0],
        ]),
        { labels: [0, 1, 1, 2], alpha: 0.25 },
      ),
    )
    expect(count(svg, /aria-roledescription="point"/g)).toBe(4)
    expect(count(svg, /fill="#d62728"[^>]*opacity="0.25"|opacity="0.25"[^>]*fill="#d62728"/g)).toBeGreaterThanOrEqual(2)
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['class 0', 'class 1', 'class 2', 'feature 1', 'feature 2']))
  })

  it('takes other columns and leaves out what is not finite', async () => {
    const figure = scatter(
      tensor([
        [0, 1, 7],
        [2, nan, 8],
        [2, 5, 9],
      ]),
      { features: [2, 1] },
    )
    expect(valuesOf(figure)).toEqual([
      { x: 7, y: 1 },
      { x: 8, y: null },
      { x: 9, y: 5 },
    ])
    const svg = await svgOf(figure)
    expect(count(svg, /aria-roledescription="point"/g)).toBe(2)
    expect(textsOf(svg)).toContain('feature 3')
  })

  it('has a plain number beside a single point', async () => {
    expect(textsOf(await svgOf(scatter(tensor([[1.5, -3]]))))).toEqual(['1.5', 'feature 1', '\u22123', 'feature 2'])
  })

  it('refuses what is no data set', () => {
    expect(() => scatter(tensor([1, 2]))).toThrow(ShapeError)
    expect(() => scatter(ones([2, 2]), { labels: [0] })).toThrow(ShapeError)
    expect(() => scatter(ones([2, 2]), { labels: ['a', 'b'] as never })).toThrow(ArgumentError)
    expect(() => scatter(ones([2, 1]))).toThrow(ArgumentError)
    expect(() => scatter(ones([2, 2]), { alpha: 2 })).toThrow(ArgumentError)
    expect(() => scatter(ones([2, 2]), { labels: [0, 1], classes: ['a', 'a'] })).toThrow(
      'two classes have the name "a"',
    )
    expect(() => scatter(ones([2, 2]), { labels: [0, 1], classes: ['class 1'] })).toThrow(ArgumentError)
    expect(() => scatter([[1, 2]] as never)).toThrow(ArgumentError)
  })
})

describe('lines and history', () => {
  it('draw each curve in its own style', async () => {
    const svg = await svgOf(history({ training: [3, 2, 1], validation: [3, 2.5, 2.4], test: [1, 1, 1] }))
    expect(count(svg, /aria-roledescription="line mark"/g)).toBe(3)
    expect(svg).toMatch(/stroke="#000000"[^>]*stroke-dasharray="6,4"/)
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['training', 'validation', 'test', 'epoch']))
  })

  it('count epochs from 1, up to as many as there will be', () => {
    const figure = history({ loss: [2, 1] }, { epochs: 30 })
    expect(valuesOf(figure).map(({ x }) => x)).toEqual([1, 2])
    expect(JSON.stringify(figure.encoding)).toContain('"domain":[0,31]')
    expect(JSON.stringify(figure.encoding)).toContain('"domain":[0,2.2]')
  })

  it('leave gaps, and dots where a value stands alone', async () => {
    const figure = history({ loss: [3, 2, nan, 1, Number.POSITIVE_INFINITY, 0.5, 0.4] })
    const [, dots] = layersOf(figure)
    expect(valuesOf(dots)).toEqual([{ x: 4, y: 1, curve: 'loss' }])
    expect(
      count(
        (await svgOf(figure)).match(
          /aria-label="[^"]*" role="graphics-symbol" aria-roledescription="line mark" d="([^"]*)"/,
        )?.[1] ?? '',
        /M/g,
      ),
    ).toBe(3)
    expect(layersOf(history({ loss: [1] }))).toHaveLength(2)
  })

  it('have the name of one alone along the axis', async () => {
    for (const figure of [lines({ loss: [2, 1] }), history({ loss: [2, 1] })])
      expect(textsOf(await svgOf(figure))).toContain('loss')
    expect(textsOf(await svgOf(history({ loss: [2, 1] }, { yLabel: 'nats' })))).not.toContain('loss')
  })

  it('have colours that can be told apart', () => {
    const curves = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`curve ${index}`, [index]]))
    const { color } = history(curves).encoding as { readonly color: { readonly scale: { readonly range: string[] } } }
    expect(new Set(color.scale.range).size).toBe(11)
  })

  it('have names in as many rows as their width needs, and plain numbers beside what does not change', async () => {
    const width = async (names: readonly string[]) => {
      const svg = await svgOf(history(Object.fromEntries(names.map((name) => [name, [5, 5]])), { width: 300 }))
      expect(textsOf(svg)).not.toContain('5.000000')
      return Number(/ width="(\d+)"/.exec(svg)?.[1])
    }
    const alone = await width(['a'])
    const many = Array.from({ length: 12 }, (_, index) => `curve number ${index}`)
    expect(await width(many)).toBeLessThanOrEqual(alone + 10)
    expect(await width(many.map((name) => `${name} and more`))).toBeLessThanOrEqual(alone + 10)
    expect(await svgOf(history({ loss: [Number.MAX_VALUE] }))).toContain('<svg')
  })

  it('draw nothing yet where nothing is known yet', async () => {
    expect(await svgOf(history({ loss: [] }, { epochs: 3 }))).toContain('<svg')
  })

  it('refuse what is no curve', () => {
    expect(() => lines({})).toThrow(ArgumentError)
    expect(() => lines([1, 2] as never)).toThrow(ArgumentError)
    expect(() => lines({ y: [1, 2] }, { x: [1] })).toThrow(ShapeError)
    expect(() => lines({ y: ones([2, 2]) })).toThrow(ShapeError)
    expect(() => lines({ y: [1, 2] }, { yDomain: [1, 1] })).toThrow(ArgumentError)
    expect(() => history({ y: [1] }, { epochs: 0 })).toThrow(ArgumentError)
  })
})

describe('loss curves', () => {
  const curve = (name: Parameters<typeof lossCurve>[0], at = 0): readonly (readonly [number, number | null])[] => {
    const values = valuesOf(lossCurve(name)) as readonly { x: number; y: number | null; curve: string }[]
    const [...names] = new Set(values.map((each) => each.curve))
    return values.filter((each) => each.curve === names[at]).map(({ x, y }) => [x, y])
  }

  it('are their formulas', () => {
    for (const [x, y] of curve('absolute')) expect(y).toBe(Math.abs(x))
    for (const [x, y] of curve('squared')) expect(y).toBe(x * x)
    for (const [p, y] of curve('log').slice(1)) expect(y).toBeCloseTo(-Math.log(p), 14)
    for (const [p, y] of curve('crossEntropy')) expect(y).toBeCloseTo(-Math.log(p), 14)
    for (const [p, y] of curve('crossEntropy', 1)) expect(y).toBeCloseTo(-Math.log(1 - p), 13)
    expect(curve('log')[0]).toEqual([0, null])
    expect(
      ['absolute', 'squared', 'zeroOne', 'log', 'crossEntropy'].map((name) => curve(name as never).length),
    ).toEqual([101, 101, 100, 100, 101])
  })

  it('have the 0-1 loss the right way up: class 1 is right from a half on', () => {
    for (const [p, y] of curve('zeroOne')) expect(y).toBe(p >= 0.5 ? 0 : 1)
  })

  it('name both labels, and refuse other names', async () => {
    expect(textsOf(await svgOf(lossCurve('crossEntropy')))).toEqual(expect.arrayContaining(['y = 1', 'y = 0']))
    expect(() => lossCurve('toString' as never)).toThrow(ArgumentError)
  })
})

describe('a tangent', () => {
  it('has the slope of the derivative', () => {
    const [, rules, places] = layersOf(tangent(square, [-1, 0.5]))
    for (const { x, y, x2, y2 } of valuesOf(rules) as readonly Record<string, number>[])
      expect((y2 - y) / (x2 - x)).toBeCloseTo(x + x2, 12)
    expect(valuesOf(places)).toMatchObject([
      { x: -1, y: 1, text: 'slope \u22122' },
      { x: 0.5, y: 0.25, text: 'slope 1' },
    ])
  })

  it('says its slope beside itself, towards the middle', async () => {
    const svg = await svgOf(tangent(square, [-2, -1, 0, 1, 2]))
    const words = [...svg.matchAll(/text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*>slope/g)]
    // Each of them twice, once for its outline.
    expect(words).toHaveLength(10)
    for (const [, anchor, x] of words) expect(anchor).toBe(+x < 199 ? 'start' : +x > 201 ? 'end' : 'middle')
    expect(() => tangent(square, [2.5])).toThrow('the point 2.5 lies outside of the domain from -2 to 2')
  })

  it('is left out where there is none, and the curve where it has no value', async () => {
    const figure = tangent(untyped.log, [-1, 1], { domain: [-1, 2] })
    expect(valuesOf(layersOf(figure)[1])).toHaveLength(1)
    expect(await svgOf(figure)).toContain('slope 1')
    expect(() => tangent(square, [0], { domain: [1, 1] })).toThrow(ArgumentError)
    expect(() => tangent((() => ones([2])) as never, [0])).toThrow(ShapeError)
  })
})
