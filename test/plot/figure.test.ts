import { ArgumentError, tensor } from 'cotangent'
import { beside, figure, labelled, layered, lines, scatter, stacked } from 'cotangent/plot'
import { describe, expect, it } from 'vitest'
import { layersOf, svgOf, textsOf } from './support.js'

const rising = lines({ y: [1, 2, 3] }, { title: 'Rising', xLabel: 'time' })
const points = scatter(
  tensor([
    [0, 1],
    [2, 3],
  ]),
  { labels: [0, 1], title: 'Points' },
)

describe('a figure', () => {
  it('is a value that JSON keeps', () => {
    for (const each of [rising, points, beside(rising, points), layered(points, rising)])
      expect(JSON.parse(JSON.stringify(each))).toEqual(each)
  })

  it("of one's own has the look of the others, and may have another", () => {
    const own = figure({ mark: 'bar', config: { background: '#eeeeee' } })
    expect(own.$schema).toMatch(/vega-lite\/v6/)
    expect(own.config).toMatchObject({ background: '#eeeeee', padding: 10 })
  })
})

describe('figures', () => {
  it('stand side by side and one above the other, with their titles', async () => {
    expect(beside(rising, points).hconcat).toHaveLength(2)
    expect(stacked(rising, points, rising).vconcat).toHaveLength(3)
    const texts = textsOf(await svgOf(stacked(beside(rising, points), points)))
    expect(texts.filter((text) => text === 'Points')).toHaveLength(2)
    expect(texts.filter((text) => text === 'Rising')).toHaveLength(1)
  })

  it('say once for all how they look', () => {
    const { hconcat } = beside(rising, points)
    for (const each of hconcat as readonly object[]) {
      expect(each).not.toHaveProperty('config')
      expect(each).not.toHaveProperty('$schema')
    }
  })

  it('lie on the same axes, with the words of the first', async () => {
    const both = layered(points, rising)
    expect(layersOf(both)).toHaveLength(2)
    expect(both).toMatchObject({ title: 'Points', width: 400, height: 300 })
    const texts = textsOf(await svgOf(both))
    expect(texts).toContain('feature 1')
    expect(texts).not.toContain('time')
    expect(texts.some((text) => text.includes(', '))).toBe(false)
  })

  it.each([
    ['no figures', () => beside()],
    ['no figures', () => stacked()],
    ['no figures', () => layered()],
    ['several plotting areas', () => layered(beside(rising, points), rising)],
    ['is no figure', () => beside(rising, 3 as never)],
    ['is no figure', () => beside(null as never)],
    ['no axes', () => labelled(beside(rising, points), { xLabel: 'x' })],
    ['not a positive number', () => labelled(rising, { width: 0 })],
    ['not a positive number', () => scatter(tensor([[1, 2]]), { height: Number.NaN })],
  ])('are refused: %s', (problem, make) => {
    expect(make).toThrow(ArgumentError)
    expect(make).toThrow(problem)
  })
})

describe('labels', () => {
  it('replace words and size, and leave the rest', async () => {
    const figure = labelled(points, { title: 'Other', xLabel: 'across', yLabel: 'up', width: 100 })
    const texts = textsOf(await svgOf(figure))
    for (const text of ['Other', 'across', 'up', 'class 0']) expect(texts).toContain(text)
    expect(figure).toMatchObject({ width: 100, height: 300 })
    expect(labelled(points, {})).toEqual(points)
  })

  it('reach into layers, and the title of a pair', async () => {
    expect(textsOf(await svgOf(labelled(rising, { xLabel: 'epochs' })))).toContain('epochs')
    expect(textsOf(await svgOf(labelled(beside(rising, points), { title: 'Both' })))).toContain('Both')
  })
})
