import { describe, expect, it } from 'vitest'
import { cases, derivativeFaults, isPresent, isSmooth, publicNameOf, valueFaults } from './torch.js'

const names = [...new Set(cases.map(({ op }) => op))]

describe('the cases', () => {
  it('are all there', () => expect([cases.length, names.length]).toEqual([635, 146]))

  it('are about operations and layers that are here', () =>
    expect(cases.filter((c) => !isPresent(c)).map(({ op }) => op)).toEqual([]))
})

describe.each(names)('%s', (op) => {
  const own = cases.filter((c) => c.op === op)

  it.each(own.map((c) => [c.id, c] as const))('%s: value', (_, c) => expect(valueFaults(c)).toEqual([]))

  const smooth = own.filter(isSmooth)
  if (smooth.length === 0) return

  it.each(smooth.map((c) => [c.id, c] as const))('%s: derivatives', (_, c) => expect(derivativeFaults(c)).toEqual([]))
})

describe('a case', () => {
  const [subtraction] = cases.filter(({ op }) => op === 'subtract')

  it('is about one public operation', () => expect(publicNameOf(subtraction)).toBe('sub'))

  it('finds a wrong value, shape or derivative', () => {
    const { data, shape } = [subtraction.output].flat()[0]
    const wrong = (output: object) => ({ ...subtraction, output: { ...subtraction.output, ...output } })
    expect(valueFaults(wrong({ data: data.map((x) => Number(x) + 1e-9) }))).toHaveLength(1)
    expect(valueFaults(wrong({ shape: [...shape, 1] }))).toHaveLength(1)
    expect(derivativeFaults({ ...subtraction, vjp: subtraction.vjp.toReversed() })).toHaveLength(2)
    expect(derivativeFaults({ ...subtraction, jvp: subtraction.cotangent })).toHaveLength(1)
  })
})
