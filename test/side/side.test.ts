import { describe, expect, it } from 'vitest'
import { tensor, toTypedArray } from '../../src/index.js'
import { rowsOf } from '../reports/markdown.js'
import { readSource } from '../support/sources.js'
import { delicate } from './cases/delicate.js'
import { faults } from './cases/faults.js'
import { byGradcheck, byGradcheckOpaque, byTorch, passes } from './compare.js'
import { errorsOf, sideDocument } from './document.js'
import { tensorFunction } from './ours.js'
import { plainFunction } from './plain.js'

const { text } = readSource('docs/gradcheck-beside-pytorch.md')
const remedy = 'make docs/gradcheck-beside-pytorch.md anew by `npm run side`'

const [totals, ofFaults, ofDelicate] = (() => {
  const rows = rowsOf(text)
  const [first, second] = [2, 2 + faults.length]
  return [rows.slice(0, first), rows.slice(first, second), rows.slice(second)]
})()

const cases = [...faults, ...delicate]
const told = [...ofFaults, ...ofDelicate]
const inWords = (at: number, verdict: string): string => {
  if (at >= faults.length) return verdict === passes ? passes : `**${verdict}**`
  return verdict === passes ? '**missed**' : 'found'
}

describe("the table beside PyTorch's gradcheck", () => {
  it('has a row for every case', () => {
    expect(
      told.map(([group, name]) => [group, name]),
      remedy,
    ).toEqual(cases.map(({ group, name }) => [group, name]))
    expect(new Set(cases.map(({ group, name }) => `${group} ${name}`)).size).toBeGreaterThan(80)
  })

  it('tells what our checks say', { timeout: 120_000 }, () => {
    const ours = cases.map((each, at) => [byGradcheck(each), byGradcheckOpaque(each)].map((one) => inWords(at, one)))
    expect(
      told.map(([, , precise, opaque]) => [precise, opaque]),
      remedy,
    ).toEqual(ours)
  })

  it("tells what PyTorch's says, where there is one", () => {
    const torch = byTorch(cases)
    if (torch === undefined) return console.warn('no PyTorch here: its column of the table is not looked at')
    const theirs = torch.verdicts.map((verdict, at) =>
      at < faults.length ? inWords(at, verdict) : verdict === passes ? passes : '**alarm**',
    )
    expect(
      told.map((row) => row[4]),
      remedy,
    ).toEqual(theirs)
  })

  it('shows ours to miss nothing that PyTorch finds, and to make fewer errors of both kinds', () => {
    expect(ofFaults.filter(([, , ours, , theirs]) => ours === '**missed**' && theirs === 'found')).toEqual([])
    for (const [, precise, opaque, theirs] of totals) {
      expect(Number(precise)).toBeLessThan(Number(theirs))
      expect(Number(opaque)).toBeLessThan(Number(theirs))
    }
    const byOpaqueAlone = ofFaults.filter(([, , , opaque, theirs]) => opaque === '**missed**' && theirs === 'found')
    expect(byOpaqueAlone.map(([, name]) => name)).toEqual(['1e-4 too large, beside 1e10'])
  })

  it('counts as it shows', () => {
    const verdicts = { gradcheck: ['wrong', passes], opaque: [passes, passes], torch: ['x', 'y'] }
    expect([errorsOf('faults', verdicts), errorsOf('delicate', verdicts)]).toEqual([
      [1, 2, 0],
      [1, 0, 2],
    ])
    const [one, another] = faults
    const written = rowsOf(sideDocument([one], verdicts, [another], verdicts, { version: '0' }))
    expect(written[2].slice(2)).toEqual(['found', '**missed**', 'found'])
    expect(written[3].slice(2)).toEqual(['**wrong**', passes, '**alarm**'])
  })
})

describe('a case is the same to all who read it', () => {
  it.each(cases.map((each) => [`${each.group}: ${each.name}`, each] as const))('%s', (_, { value, at, dtype }) => {
    const ours = toTypedArray(tensorFunction(value)(tensor(at, { dtype: dtype as 'float64' })))[0]
    const plain = plainFunction(
      value,
      dtype,
    )(Float64Array.from(at, dtype === 'float32' ? Math.fround : Number)) as number
    expect(Math.abs(Number(ours) - plain)).toBeLessThanOrEqual(
      (dtype === 'float32' ? 2 ** -18 : 2 ** -40) * Math.max(1, Math.abs(plain)),
    )
  })
})
