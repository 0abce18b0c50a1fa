import { describe, expect, it } from 'vitest'
import { roundHalfEven } from '../../examples/lessons/numbers.js'
import {
  agrees,
  decimals,
  figures,
  missed,
  rounded,
  scientific,
  shortest,
  showSection,
  showSeries,
  truncated,
} from '../../examples/lessons/printed.js'

describe('numbers are written as Python and NumPy write them', () => {
  it.each([
    ['repr', shortest, 17.000002003442205, '17.000002003442205'],
    ['round(4)', rounded(4), 2.71504, '2.715'],
    ['round(4) of a tie', rounded(4), 0.03125, '0.0312'],
    ['round(4) of another tie', rounded(4), 0.09375, '0.0938'],
    ['round(4) of a negative tie', rounded(4), -0.03125, '-0.0312'],
    ['eight decimals', decimals(8), -0.20784349926631962, '-0.2078435'],
    ['eight decimals of a half', decimals(8), 0.5, '0.5'],
    ['scientific', scientific(8), 0.00110304109878, '1.10304110e-03'],
    ['scientific, large', scientific(2), 12345, '1.23e+04'],
    ['the first seven characters', truncated(7), 0.0007860197287586511, '0.00078'],
  ])('%s', (_, style, value, written) => expect(style(value)).toBe(written))

  it('with ties to even', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, -0, -2, -2, 0, 3])
  })
})

describe('figures', () => {
  const three = figures((index) => `figure ${index}`, ' 0.5 0.25\n 7 ', [0.5, 0.26, 8], shortest)
  const excused = three.map((figure, index) => (index === 2 ? { ...figure, irreproducible: 'it is random.' } : figure))

  it('agree where all digits do', () => {
    expect(three.map(agrees)).toEqual([true, false, false])
    expect(missed(excused).map(({ what }) => what)).toEqual(['figure 1'])
  })

  it('stand side by side, with what keeps them apart', () => {
    expect(showSection({ title: 'Title', figures: excused, tables: [], notes: [`${'word '.repeat(30)}end`] })).toBe(
      [
        'Title',
        '             lesson   here',
        '  figure 0   0.5      0.5    same',
        '  figure 1   0.25     0.26   DIFFERENT',
        '  figure 2   7        8      differs',
        '',
        '  * What differs: it is random.',
        `  * ${'word '.repeat(21).trim()}`,
        `    ${'word '.repeat(9)}end`,
        '',
      ].join('\n'),
    )
  })

  it('in a series are about ten', () => {
    expect(showSeries(['loss'], [[3, 2, 1]])).toBe(
      ['  step   loss', '  1      3.00000', '  2      2.00000', '  3      1.00000'].join('\n'),
    )
    const many = Array.from({ length: 95 }, (_, index) => index + 1)
    expect(showSeries(['x'], [many]).split('\n').slice(-1)).toEqual(['  95     95.0000'])
    expect(showSeries(['x'], [many]).split('\n')).toHaveLength(11)
  })
})
