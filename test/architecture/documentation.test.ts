import { describe, expect, it } from 'vitest'
import { documentationFault, exportsOf, publicModules } from '../support/documentation.js'

describe('the public face', () => {
  it('is documented name by name: a sentence for each, an example for each function', () => {
    const faults = exportsOf('tsconfig.json', publicModules()).flatMap((each) => documentationFault(each) ?? [])
    expect(faults).toEqual([])
  })
})

describe('the reading of it', () => {
  const sample = exportsOf('tsconfig.json', ['test/architecture/documented.sample.ts'])

  it.each([
    ['lineLimit', undefined],
    ['Alone', undefined],
    ['twice', undefined],
    ['silent', 'has no docstring'],
    ['mumbled', 'opens with no sentence'],
    ['sourcesUnder', 'has no example'],
  ])('%s', (name, fault) => {
    const reported = sample.filter((each) => each.name === name).map((each) => documentationFault(each))
    expect(reported).toEqual([fault === undefined ? undefined : expect.stringContaining(fault)])
  })
})
