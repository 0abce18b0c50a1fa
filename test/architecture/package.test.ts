import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly dependencies: { readonly [name: string]: string }
}

describe('packages whose types are part of ours', () => {
  // An exact version beside a newer one of the user's own makes two copies, and types with private parts do not agree.
  it.each(['fast-check', 'fp-ts'])('%s may be any compatible version that the user has', (name) => {
    expect(dependencies[name]).toMatch(/^\^\d+\.\d+\.\d+( \|\| \^\d+\.\d+\.\d+)*$/)
  })
})
