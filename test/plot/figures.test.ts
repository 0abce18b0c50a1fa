import {
  ArgumentError,
  fromTypedArray,
  makeGraph,
  mul,
  ones,
  ShapeError,
  square,
  tensor,
  valueAndGrad,
  zeros,
} from 'cotangent'
import {
  confusionMatrix,
  graphFigure,
  histogram,
  history,
  images,
  lines,
  lossCurve,
  type Spec,
  scatter,
  tangent,
  weightImages,
} from 'cotangent/plot'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { binned } from '../../src/plot/figures/histogram.js'
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

describe('a confusion matrix', () => {
  it('has a cell and a number for each pair', async () => {
    const svg = await svgOf(
      confusionMatrix(
        tensor([
          [50, 2],
          [13, 45],
        ]),
        { classes: ['cat', 'dog'] },
      ),
    )
    expect(count(svg, /aria-roledescription="rect mark"/g)).toBe(4)
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['50', '2', '13', '45', 'cat', 'dog', 'predicted', 'actual']))
  })

  it('has rows down and columns to the right', async () => {
    const svg = await svgOf(
      confusionMatrix(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    )
    const at = new Map(
      [...svg.matchAll(/transform="translate\(([\d.]+),([\d.]+)\)"[^>]*fill="#[0-9a-f]*">(\d)</g)].map(
        ([, x, y, text]) => [text, [Number(x), Number(y)]],
      ),
    )
    const [one, two, three] = ['1', '2', '3'].map((each) => at.get(each) as readonly number[])
    expect(two[0]).toBeGreaterThan(one[0])
    expect(two[1]).toBe(one[1])
    expect(three[1]).toBeGreaterThan(one[1])
  })

  it('is coloured by the count, or by the share of the row', () => {
    const fills = (normalize: boolean) =>
      valuesOf(
        confusionMatrix(
          tensor([
            [100, 0],
            [1, 3],
          ]),
          { normalize },
        ),
      ).map(({ fill }) => fill)
    expect(fills(false)[1]).toBe('#ffffff')
    expect(fills(false)[3]).not.toBe(fills(true)[3])
    expect(fills(true)[0]).toBe(fills(false)[0])
  })

  it('has room for large numbers, and turns long names', async () => {
    const wide = await svgOf(
      confusionMatrix(
        tensor([
          [123456789, 3],
          [1, 2],
        ]),
        { classes: ['short', 'as long as a sentence'] },
      ),
    )
    expect(textsOf(wide)).toContain('123456789')
    expect(Number(/ width="(\d+)"/.exec(wide)?.[1])).toBeGreaterThan(2 * 9 * 0.64 * 11)
    expect(count(wide, /rotate\(270\)[^>]*>as long as a sentence/g)).toBe(1)
    expect(count(wide, /rotate\(270\)[^>]*>short/g)).toBe(1)
    const narrow = await svgOf(
      confusionMatrix(
        tensor([
          [1, 3],
          [1, 2],
        ]),
        { classes: ['a', 'b'] },
      ),
    )
    expect(narrow).not.toMatch(/rotate\(270\)[^>]*>a</)
  })

  it('of many classes stays of a size that can be looked at, with colours alone where numbers cannot be read', async () => {
    const matrix = (classes: number) => confusionMatrix(ones([classes, classes]), { normalize: true })
    expect(matrix(100)).toMatchObject({ width: 1100, height: 1100 })
    expect(layersOf(matrix(100))).toHaveLength(2)
    expect(layersOf(matrix(300))).toHaveLength(1)
  })

  it('is square, and as large as its names', () => {
    expect(() => confusionMatrix(ones([2, 3]))).toThrow(ShapeError)
    expect(() => confusionMatrix(ones([2, 2]), { classes: ['a'] })).toThrow(ShapeError)
    expect(valuesOf(confusionMatrix(tensor([[nan]])))[0]).toMatchObject({ count: null, fill: '#ffffff' })
  })
})

const bitmapOf = ({ url }: Spec) => decode(Buffer.from(String(url).split(',')[1], 'base64'))

describe('images', () => {
  it('are those of the tensor', async () => {
    const bytes = Float64Array.from({ length: 2 * 3 * 4 }, (_, at) => at * 10)
    const figure = images(fromTypedArray(bytes, [2, 3, 4]), { labels: ['first', 'second'] })
    const [one, two] = valuesOf(figure).map(bitmapOf)
    expect(one).toMatchObject({ width: 4, height: 3, channels: 1 })
    expect(Array.from(one.data)).toEqual(Array.from(bytes.subarray(0, 12)))
    expect(Array.from(two.data)).toEqual(Array.from(bytes.subarray(12)))
    const svg = await svgOf(figure)
    expect(count(svg, /<image/g)).toBe(2)
    expect(textsOf(svg)).toEqual(['first', 'second'])
  })

  it('have an edge, and labels that do not touch', async () => {
    const label = 'a cat, taken for another animal'
    const svg = await svgOf(images(ones([2, 1, 1]), { labels: [label, label], columns: 2 }))
    expect(count(svg, /stroke="#bbbbbb"/g)).toBe(2)
    const [first, second] = [...svg.matchAll(/translate\(([\d.]+),[\d.]+\)"[^>]*>a cat/g)].map(([, x]) => Number(x))
    // DejaVu Sans: half an em for each letter at least.
    expect(second - first).toBeGreaterThan(label.length * 5.5)
  })

  it('are coloured where they have three channels, and cut off outside of their range', () => {
    const [color] = valuesOf(images(tensor([[[[0, 0.5, 1]]]]))).map(bitmapOf)
    expect(Array.from(color.data)).toEqual([0, 128, 255])
    const [grey] = valuesOf(images(tensor([[-2, -1, 0, 1, nan]]), { range: [-1, 0] })).map(bitmapOf)
    expect(Array.from(grey.data)).toEqual([0, 0, 255, 255, 0])
  })

  it('are refused otherwise', () => {
    for (const shape of [[2], [1, 2, 2, 2], [0, 2, 2], [1, 1, 1, 1, 1]])
      expect(() => images(zeros(shape))).toThrow(ShapeError)
    expect(() => images(zeros([2, 2, 2]), { labels: ['a'] })).toThrow(ShapeError)
    expect(() => images(zeros([2501, 1, 1]))).toThrow(ArgumentError)
    expect(() => images(zeros([2, 2]), { range: [1, 1] })).toThrow(ArgumentError)
    expect(() => images(zeros([2, 2]), { columns: 0 })).toThrow(ArgumentError)
  })
})

describe('weights', () => {
  it('are red above 0, blue below and white at 0, column by column', () => {
    const figure = weightImages(
      tensor([
        [1, 0],
        [-2, 0],
        [0, nan],
        [2, 0.5],
      ]),
    )
    const [one, two] = valuesOf(figure).map(bitmapOf)
    expect(one).toMatchObject({ width: 2, height: 2, channels: 3 })
    const pixel = ({ data }: typeof one, at: number) => Array.from(data.subarray(3 * at, 3 * at + 3))
    expect(pixel(one, 3)).toEqual([214, 39, 40])
    expect(pixel(one, 1)).toEqual([31, 91, 191])
    expect(pixel(one, 2)).toEqual([255, 255, 255])
    expect(pixel(two, 2)).toEqual([255, 255, 255])
    expect(pixel(one, 0)[0]).toBeGreaterThan(pixel(one, 0)[2])
  })

  it('take another shape, and refuse one that does not fit', () => {
    expect(bitmapOf(valuesOf(weightImages(ones([6, 1]), { shape: [2, 3] }))[0])).toMatchObject({ width: 3, height: 2 })
    expect(() => weightImages(ones([6, 1]))).toThrow(ShapeError)
    expect(() => weightImages(ones([4]))).toThrow(ShapeError)
    expect(() => weightImages(ones([4, 1]), { limit: 0 })).toThrow(ArgumentError)
  })
})

describe('a histogram', () => {
  it("counts by NumPy's rule", () => {
    // np.histogram([1, 2, 1, 4, 5, 2, 3], bins=4), np.histogram([0.1, 0.2, 0.3], bins=3, range=(0, 0.3)), np.histogram([7])
    expect(binned([1, 2, 1, 4, 5, 2, 3], 4)).toEqual({ edges: [1, 2, 3, 4, 5], counts: [2, 2, 1, 2] })
    expect(binned([7], 2)).toEqual({ edges: [6.5, 7, 7.5], counts: [0, 1] })
    expect(binned([-1, 0, 5, 9, nan], 5, [0, 5])).toEqual({ edges: [0, 1, 2, 3, 4, 5], counts: [1, 0, 0, 0, 1] })
    expect(binned([], 1)).toEqual({ edges: [0, 1], counts: [0] })
  })

  it('counts each value within its own edges, at every edge', () => {
    const { edges } = binned([0.1, 1.7], 13)
    for (const edge of edges) {
      const { counts } = binned([edge], 13, [0.1, 1.7])
      const bin = counts.indexOf(1)
      expect(edges[bin] <= edge && (edge < edges[bin + 1] || bin === 12)).toBe(true)
    }
  })

  it('refuses bins without width, and keeps narrow bars free of borders', () => {
    // As np.histogram([1e20, 1e20 + 16384], bins=10) does.
    expect(() => histogram([1e20, 1e20 + 16384])).toThrow('not enough numbers for 10 bins')
    expect(histogram([1, 2], { bins: 1000 }).mark).not.toHaveProperty('stroke')
    expect(histogram([1, 2], { bins: 10 }).mark).toHaveProperty('stroke')
  })

  it('of nothing is an empty one', async () => {
    expect(textsOf(await svgOf(histogram([nan])))).toEqual(expect.arrayContaining(['0', '1']))
  })

  it('has a bar for each bin', async () => {
    expect(count(await svgOf(histogram([1, 2, 2, 3], { bins: 3 })), /aria-roledescription="rect mark"/g)).toBe(3)
    expect(() => histogram([1], { bins: 0 })).toThrow(ArgumentError)
    expect(() => histogram([1], { range: [2, 1] })).toThrow(ArgumentError)
  })
})

describe('a graph as a figure', () => {
  const loss = ({ w }: { readonly w: typeof vector }, x: typeof vector) => untyped.mean(square(mul(w, x)))
  const vector = tensor([1, 2, 3])
  const graph = makeGraph(valueAndGrad(loss as never) as never)({ w: vector } as never, vector as never)

  it('has a box for each input and operation, with shapes, and tells forward from backward', async () => {
    const figure = graphFigure(graph, { names: [undefined, 'x'], of: 'valueAndGrad' })
    const boxes = valuesOf(figure)
    expect(boxes).toHaveLength(graph.inputs.length + graph.applies.length)
    expect(boxes.slice(0, 2)).toMatchObject([
      { label: 'w', type: '3' },
      { label: 'x', type: '3' },
    ])
    expect(boxes.filter(({ part }) => part === 'forward').map(({ label }) => label)).toEqual([
      'mul',
      'mul',
      'sumTo',
      'div \u00b7 3',
    ])
    expect(boxes.filter(({ part }) => part === 'backward').length).toBe(graph.applies.length - 4)
    expect(boxes.filter(({ border }) => border === 2.5)).toHaveLength(graph.outputs.length)
    const texts = textsOf(await svgOf(figure))
    expect(texts).toEqual(
      expect.arrayContaining(['input', 'forward', 'backward', 'div \u00b7 3', 'L: scalar', '\u2202L/\u2202w: 3']),
    )
  })

  it('is all forward unless told', () => {
    expect(valuesOf(graphFigure(graph)).some(({ part }) => part === 'backward')).toBe(false)
  })

  it('is not drawn where nobody could read it', () => {
    const long = makeGraph((x: typeof vector) => Array.from({ length: 501 }).reduce<typeof x>((y) => mul(y, x), x))(
      vector,
    )
    expect(() => graphFigure(long)).toThrow(ArgumentError)
  })
})
