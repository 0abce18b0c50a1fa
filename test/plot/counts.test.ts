import { ArgumentError, ones, ShapeError, tensor } from 'cotangent'
import { confusionMatrix, histogram } from 'cotangent/plot'
import { describe, expect, it } from 'vitest'
import { binned } from '../../src/plot/figures/histogram.js'
import { count, layersOf, svgOf, textsOf, valuesOf } from './support.js'

const nan = Number.NaN

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
