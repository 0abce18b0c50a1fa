import { tensor } from 'cotangent'
import { beside, figure, lines, scatter, toSvg } from 'cotangent/plot'
import { describe, expect, it } from 'vitest'
import { textWidth } from '../../src/plot/render/widths.js'
import { count, left, svgOf } from './support.js'

const curves = lines({ a: [1, 2, 3], b: [3, 1, 2] })
const points = scatter(
  tensor([
    [0, 1],
    [2, 3],
    [1, 1],
  ]),
  { labels: [0, 1, 1] },
)

describe('a drawing', () => {
  it('is the same each time, whatever is drawn meanwhile', async () => {
    const first = await svgOf(curves)
    const [again, other, third] = await Promise.all([svgOf(curves), svgOf(beside(curves, points)), svgOf(curves)])
    expect(again).toBe(first)
    expect(third).toBe(first)
    expect(await svgOf(beside(curves, points))).toBe(other)
  })

  it('names its parts after itself, so that two drawings on a page keep theirs apart', async () => {
    const idsOf = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    const [one, other] = await Promise.all([svgOf(curves), svgOf(lines({ a: [1, 5, 3], b: [3, 1, 2] }))])
    expect(idsOf(one).length).toBeGreaterThan(0)
    expect(idsOf(one).filter((id) => idsOf(other).includes(id))).toEqual([])
    for (const [, used] of one.matchAll(/url\(#([^)]+)\)/g)) expect(idsOf(one)).toContain(used)
  })

  it('leaves the figure as it is', async () => {
    const before = JSON.stringify(points)
    await svgOf(points)
    expect(JSON.stringify(points)).toBe(before)
  })

  it('leaves a figure alone that cannot be changed', async () => {
    const frozen = JSON.parse(JSON.stringify(points), (_, each: unknown) => Object.freeze(each))
    expect(count(await svgOf(frozen), /aria-roledescription="point"/g)).toBe(3)
  })

  it.each([
    ['nothing', {}],
    ['an unknown mark', { mark: 'no such mark', data: { values: [] } }],
    ['data from elsewhere', { mark: 'bar', data: { url: 'https://example.invalid/data.csv' }, encoding: {} }],
    ['data from a file', { mark: 'bar', data: { url: 'file:///etc/hostname', format: { type: 'csv' } }, encoding: {} }],
    [
      'an expression that is none',
      { mark: 'bar', data: { values: [{ a: 1 }] }, transform: [{ calculate: '(', as: 'b' }], encoding: {} },
    ],
  ])('is not made of %s', async (_, spec) => {
    expect(await left(toSvg(figure(spec)))).toMatchObject({ _tag: 'GrammarError' })
  })
})

describe('the width of a text', () => {
  it('is the sum of its letters', () => {
    // DejaVu Sans: M is 1767 and i 569 of 2048 units wide.
    expect(textWidth('Mi', 100, false)).toBeCloseTo(((1767 + 569) / 2048) * 100, -0.5)
    expect(textWidth('', 12, true)).toBe(0)
    expect(textWidth('abc', 12, true)).toBeGreaterThan(textWidth('abc', 12, false))
  })

  it('knows combining accents and ideographs', () => {
    expect(textWidth('y\u0302', 10, false)).toBe(textWidth('y', 10, false))
    expect(textWidth('\u795e\u7ecf', 10, false)).toBe(20)
  })
})
