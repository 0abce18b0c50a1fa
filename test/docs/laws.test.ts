import { describe, expect, it } from 'vitest'
import * as laws from '../../laws/index.js'
import { entries, tolerances } from '../reports/lawFormulas.js'
import { exportedNames, faultCounts, lawNames, lawsDocument, modules, testsOf, withCommas } from '../reports/laws.js'
import { readSource } from '../support/sources.js'

const { text } = readSource('docs/laws.md')

const counts = faultCounts()

describe('the page of laws', () => {
  it('is what the laws say (make it anew by `npm run laws:page`)', () => expect(text).toBe(lawsDocument(counts)))

  it('has every law that is exported, with its formula, and no other', () => {
    expect(lawNames.length).toBeGreaterThan(60)
    expect(Object.keys(entries).sort()).toEqual([...lawNames].sort())
    const headings = [...text.matchAll(/^### (\S+)$/gm)].map(([, name]) => name)
    const expected = [...lawNames, ...Object.keys(laws.tolerance).map((name) => `tolerance.${name}`)]
    expect(headings.sort()).toEqual(expected.sort())
  })

  it('has whatever else is exported with them', () =>
    expect(exportedNames.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`### ${name}\n`))).toEqual(
      [],
    ))

  it('has every name of the face', () => {
    const others = Object.keys(laws).filter((name) => !modules.some(({ namespace }) => namespace === name))
    expect(others.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
  })

  it('counts planted faults as the README and those who contribute are told', () => {
    const { all, found, overlooked, proved } = counts
    expect(proved).toBeGreaterThan(100)
    const readme = readSource('README.md').text
    for (const count of [all, found, overlooked + proved]) expect(readme).toContain(withCommas(count))
    expect(readSource('CONTRIBUTING.md').text).toContain(`${withCommas(all)} faults`)
  })

  it('has every tolerance', () => expect(Object.keys(tolerances).sort()).toEqual(Object.keys(laws.tolerance).sort()))

  it('knows a test of every law', () => expect(lawNames.filter((name) => testsOf(name).length === 0)).toEqual([]))

  it('would find no test of what is no law', () => {
    expect(testsOf('derivative.nothing')).toEqual([])
    expect(testsOf('nothing')).toEqual([])
  })
})
