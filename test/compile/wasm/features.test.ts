import { expect, it } from 'vitest'
import { vectorRegisters } from '../../../src/compile/wasm/index.js'

it('knows how many vector registers this kind of processor has', () => {
  expect(['x64', 'arm64']).toContain(process.arch)
  expect(vectorRegisters).toBe(process.arch === 'x64' ? 15 : 29)
})
