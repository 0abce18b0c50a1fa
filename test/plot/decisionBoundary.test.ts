import { ArgumentError, ShapeError, type Tensor, tensor, toArray } from 'cotangent'
import { type BoundaryOptions, decisionBoundary, type Spec } from 'cotangent/plot'
import { describe, expect, it } from 'vitest'
import { boundaryGrid } from '../../src/plot/figures/boundaryGrid.js'
import { count, layersOf, svgOf, textsOf, valuesOf } from './support.js'

type Rows = readonly (readonly number[])[]

/** A model as a function of rows. */
const model =
  (f: (row: readonly number[]) => readonly number[]) =>
  (rows: Tensor): Tensor =>
    tensor((toArray(rows) as Rows).map(f)) as unknown as Tensor

/** Class 1 to the right: from 0 at -2, where the grid begins, to 1 at 1.5, where it ends. */
const rightward = model(([x]) => [1 - (x + 2) / 3.5, (x + 2) / 3.5])
const square = tensor([
  [-1, -1],
  [1, 1],
])

const matrix = (rows: Rows) => ({ rows: rows.length, columns: rows[0].length, data: rows.flat() })

const figureOf = (f = rightward, options: BoundaryOptions = {}) =>
  decisionBoundary(f, square, [0, 1], { step: 0.5, width: 400, height: 200, ...options })

const bandsOf = (figure: Spec): readonly Spec[] => valuesOf(layersOf(figure)[0])

const ringsOf = (band: Spec) =>
  (band.geometry as { readonly coordinates: readonly (readonly (readonly [number, number])[])[] }).coordinates

/** Whether a place lies in a region: a way from it to the right crosses its borders an odd number of times. */
const holds = (band: Spec, [x, y]: readonly [number, number]): boolean =>
  ringsOf(band)
    .flatMap((ring) => ring.slice(1).map(([x2, y2], at) => [...ring[at], x2, y2] as const))
    .filter(([x1, y1, x2, y2]) => y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)).length %
    2 ===
  1

const parts = (color: unknown): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(String(color).slice(at, at + 2), 16))

describe('the grid', () => {
  // The extreme coordinates of lesson 001's 80 training points, and the axes that np.arange makes of them.
  const extremes = [
    [-3.19826340675354, -3.5875461101531982],
    [3.3597326278686523, 2.031968355178833],
  ]

  it("is the lesson's, to the bit", () => {
    const { x, y } = boundaryGrid((rows) => model(() => [0.5])(rows), matrix(extremes), 'float64', {
      features: [0, 1],
      step: 0.1,
      margin: 1,
    })
    expect(x.slice(0, 5)).toEqual([
      -4.19826340675354, -4.09826340675354, -3.9982634067535407, -3.898263406753541, -3.7982634067535415,
    ])
    expect([x.length, x.at(-1), y.length, y[0], y.at(-1)]).toEqual([
      86, 4.30173659324643, 77, -4.587546110153198, 3.0124538898467748,
    ])
  })

  it('gives the model the other features at their mean, and none that is not finite', () => {
    const seen: Rows[] = []
    const rows = [
      [0, 5, 1, 10],
      [1, 7, Number.NaN, 30],
    ]
    const options = { features: [2, 0] as const, step: 0.5, margin: 1 }
    boundaryGrid(
      (given) => {
        seen.push(toArray(given) as Rows)
        return model(() => [0.5])(given)
      },
      matrix(rows),
      'float64',
      options,
    )
    const [given] = seen
    expect(given.every(([, b, , d]) => b === 6 && d === 20)).toBe(true)
    expect([...new Set(given.map(([, , c]) => c))]).toEqual([0, 0.5, 1, 1.5])
    expect([...new Set(given.map(([a]) => a))]).toEqual([-1, -0.5, 0, 0.5, 1, 1.5])
  })

  it('is of the dtype of the points', () => {
    const dtypes: string[] = []
    const asked = (rows: Tensor): Tensor => {
      dtypes.push(rows.dtype)
      return rightward(rows)
    }
    decisionBoundary(
      asked,
      tensor(
        [
          [-1, -1],
          [1, 1],
        ],
        { dtype: 'float32' },
      ),
      [0, 1],
      { step: 0.5 },
    )
    decisionBoundary(
      asked,
      tensor(
        [
          [-1, -1],
          [1, 1],
        ],
        { dtype: 'int32' },
      ),
      [0, 1],
      { step: 0.5 },
    )
    expect(dtypes).toEqual(['float32', 'float64'])
  })
})

describe('two classes', () => {
  it('have 40 levels, one band between each two', async () => {
    const figure = figureOf()
    const svg = await svgOf(figure)
    const fills = bandsOf(figure).map(({ fill }) => String(fill))
    expect(fills).toHaveLength(39)
    expect(new Set(fills).size).toBe(39)
    for (const fill of fills) expect(count(svg, new RegExp(`<path[^>]*fill="${fill}"`, 'g'))).toBe(1)
    expect(bandsOf(figureOf(rightward, { levels: 5 }))).toHaveLength(4)
  })

  it('are parted where the level is', () => {
    // The preference is the way across 400 pixels.
    bandsOf(figureOf()).forEach((band, index) => {
      const left = Math.min(
        ...ringsOf(band)
          .flat()
          .map(([x]) => x),
      )
      expect(left).toBeCloseTo((400 * index) / 39, 1)
    })
  })

  it('mean the same by the colours of areas and points', () => {
    const figure = figureOf()
    const bands = bandsOf(figure)
    const [red0, , blue0] = parts(bands[0].fill)
    const [red1, , blue1] = parts(bands.at(-1)?.fill)
    expect(blue0).toBeGreaterThan(red0 + 50)
    expect(red1).toBeGreaterThan(blue1 + 50)
    const dots = layersOf(figure).at(-1) as { readonly encoding: { readonly color: { readonly scale: Spec } } }
    const [[pointRed0, , pointBlue0], [pointRed1, , pointBlue1]] = (dots.encoding.color.scale.range as string[]).map(
      parts,
    )
    expect(pointBlue0).toBeGreaterThan(pointRed0)
    expect(pointRed1).toBeGreaterThan(pointBlue1)
  })

  it('may be told by the probability of class 1 alone', () => {
    const alone = model(([x]) => [(x + 2) / 3.5])
    expect(bandsOf(figureOf(alone))).toEqual(bandsOf(figureOf()))
    const flat = (rows: Tensor): Tensor =>
      tensor((toArray(rows) as Rows).map(([x]) => (x + 2) / 3.5)) as unknown as Tensor
    expect(bandsOf(figureOf(flat))).toEqual(bandsOf(figureOf()))
  })

  it('stand in a legend with a colour bar', async () => {
    const texts = textsOf(await svgOf(figureOf(rightward, { classes: ['calm', 'stormy'], title: 'Weather' })))
    for (const text of ['0', '0.5', '1', 'calm', 'stormy', 'preference for stormy', 'Weather', 'feature 1'])
      expect(texts).toContain(text)
  })
})

describe('more classes', () => {
  // Three sectors: class 0 to the right, 1 above on the left, 2 below on the left.
  const scores = ([x, y]: readonly number[]) => [x, -x / 2 + y, -x / 2 - y].map((each) => 2 ** (3 * each))
  const three = model((row) => {
    const all = scores(row)
    const sum = all.reduce((a, b) => a + b)
    return all.map((each) => each / sum)
  })
  const figure = decisionBoundary(
    three,
    tensor([
      [-1, -1],
      [1, 1],
      [-1, 1],
    ]),
    [2, 0, 1],
    { step: 0.25 },
  )

  it('have each its own hue, the fuller the more it leads', () => {
    const hues = bandsOf(figure).map(({ fill }) => {
      const [red, green, blue] = parts(fill)
      return red > Math.max(green, blue) ? 'red' : green > Math.max(red, blue) ? 'green' : 'blue'
    })
    expect([...new Set(hues)].sort()).toEqual(['blue', 'green', 'red'])
    expect(bandsOf(figure).length).toBeGreaterThan(90)
  })

  it.each<[string, typeof three]>([
    ['of one class and the next', three],
    [
      'of classes that are certain',
      model((row) => {
        const all = scores(row)
        return all.map((each) => Number(each === Math.max(...all)))
      }),
    ],
  ])('cover the whole plane, where three meet within a square of the grid too: %s', (_, asked) => {
    const points = tensor([
      [-1.4, -1.2],
      [0.9, 1.1],
    ])
    const coarse = decisionBoundary(asked, points, [0, 1], { step: 1, width: 90, height: 80 })
    const places = Array.from({ length: 90 * 80 }, (_, at) => [(at % 90) + 0.5, Math.floor(at / 90) + 0.5] as const)
    const bare = places.filter((place) => !bandsOf(coarse).some((band) => holds(band, place)))
    expect(bare).toEqual([])
  })

  it('are the first of those that are as probable', () => {
    const alike = decisionBoundary(
      model(() => [1 / 3, 1 / 3, 1 / 3]),
      square,
      [0, 1],
      { step: 1 },
    )
    const [red, green, blue] = parts(bandsOf(alike).at(-1)?.fill)
    expect(blue).toBeGreaterThan(Math.max(red, green))
  })
})

describe('wrong arguments', () => {
  const points = square
  it.each<[string, new (...args: never[]) => Error, () => unknown]>([
    ['labels', ShapeError, () => decisionBoundary(rightward, points, [0])],
    ['class number', ArgumentError, () => decisionBoundary(rightward, points, [0, -1])],
    ['class number', ArgumentError, () => decisionBoundary(rightward, points, [0, 0.5])],
    ['[N, F]', ShapeError, () => decisionBoundary(rightward, tensor([1, 2]), [0, 1])],
    ['a column', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { features: [0, 2] })],
    ['both axes', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { features: [1, 1] })],
    ['the step', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { step: 0 })],
    ['the step', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { step: Number.NaN })],
    ['larger', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { step: 1e-9 })],
    ['larger', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { step: 1e-3 })],
    ['smaller', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { step: 100 })],
    ['levels', ArgumentError, () => decisionBoundary(rightward, points, [0, 1], { levels: 1 })],
    ['nowhere', ArgumentError, () => decisionBoundary(rightward, tensor([[Number.NaN, 1]]), [0])],
    ['rows', ShapeError, () => decisionBoundary(() => tensor([[1, 2]]), points, [0, 1])],
    ['not a tensor', ArgumentError, () => decisionBoundary(() => [1] as never, points, [0, 1])],
  ])('%s', (problem, kind, make) => {
    expect(make).toThrow(kind)
    expect(make).toThrow(problem)
  })

  it('but levels beyond the ends have their colours', () => {
    const logits = bandsOf(figureOf(model(([x]) => [-5 * x, 5 * x])))
    expect(holds(logits[0], [1, 100])).toBe(true)
    expect(holds(logits.at(-1) as Spec, [399, 100])).toBe(true)
    expect(holds(logits[1], [1, 100])).toBe(false)
  })

  it('but what a model does not know stays white', () => {
    expect(bandsOf(figureOf(model(() => [Number.NaN, Number.NaN])))).toEqual([])
  })
})
