import { describe, expect, it } from 'vitest'
import { importedNames, linkedPieces } from '../../docs/.vitepress/names.js'

describe('names that a program imports', () => {
  it('are known with the module that they are from', () =>
    expect([
      ...importedNames(
        `import { grad, type Tensor } from 'cotangent'\nimport {\n  dense as layer,\n  relu,\n} from 'cotangent/nn'\nimport { pipe } from 'fp-ts'`,
      ),
    ]).toEqual([
      ['grad', ['cotangent', 'grad']],
      ['Tensor', ['cotangent', 'Tensor']],
      ['layer', ['cotangent/nn', 'dense']],
      ['relu', ['cotangent/nn', 'relu']],
    ]))
})

describe('links in highlighted code', () => {
  const linked = (text: string, before = '', after = ''): readonly string[] =>
    linkedPieces(text, before, after, (name) =>
      name === 'sum' || name === 'Tensor' ? `api#${name}` : undefined,
    ).flatMap(([piece, href]) => (href === undefined ? [] : [`${piece} -> ${href}`]))

  it.each([
    ['{ sum, type Tensor }', '', ''],
    [' sum', 'const y = ', '(Tensor)'],
    ['...sum', '', ''],
  ])('are made in %s', (text, before, after) => expect(linked(text, before, after)).toContain('sum -> api#sum'))

  it.each([
    ['sum', 'x.', '(1)'],
    ['sum', '{ ', ': 1 }'],
    ['sum', 'readonly ', '?: number'],
    [`'sum'`, '', ''],
    ['// the sum', '', ''],
    [' * the sum', '', ''],
    ['summary', '', ''],
  ])('are not made in %s after "%s" and before "%s"', (text, before, after) =>
    expect(linked(text, before, after)).toEqual([]),
  )

  it('lose no text', () => {
    const text = 'const total = sum(x) + sum(y)'
    expect(
      linkedPieces(text, '', '', () => 'api')
        .map(([piece]) => piece)
        .join(''),
    ).toBe(text)
    expect(linkedPieces(text, '', '', () => undefined)).toEqual([[text]])
  })
})
