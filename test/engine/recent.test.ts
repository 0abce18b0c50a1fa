import { describe, expect, it } from 'vitest'
import { Recent } from '../../src/engine/recent.js'

describe('what was asked for recently', () => {
  const keys = ['a', 'b', 'c', 'd']
  const kept = (recent: Recent<string>): string => keys.map((key) => recent.get(key) ?? '-').join('')

  const filled = (): Recent<string> => {
    const recent = new Recent<string>(6)
    for (const key of ['a', 'b', 'c']) recent.set(key, key, 2)
    return recent
  }

  it('is kept up to a size in all', () => {
    const recent = filled()
    expect(kept(recent)).toBe('abc-')
    recent.set('d', 'd', 3)
    expect(kept(recent)).toBe('--cd')
  })

  it('outlives what was not', () => {
    const recent = filled()
    recent.get('a')
    recent.set('d', 'd', 2)
    expect(kept(recent)).toBe('a-cd')
  })

  it('is kept alone where it is too large', () => {
    const recent = filled()
    recent.set('d', 'd', 7)
    expect(kept(recent)).toBe('---d')
    recent.set('a', 'a', 1)
    expect(kept(recent)).toBe('a---')
  })
})
