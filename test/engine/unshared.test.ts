import { expect, it, vi } from 'vitest'
import { processMemory } from '../../src/engine/memory.js'
import { jit, ones, sin, sum, type Tensor, toArray } from '../../src/index.js'

it('runs the same where no memory can be shared', () => {
  vi.stubGlobal('SharedArrayBuffer', undefined)
  expect(processMemory().isShared).toBe(false)
  const f = (x: Tensor): Tensor => sum(sin(x), { axis: 0 })
  for (const size of [3, 100_000]) expect(toArray(jit(f)(ones([size, 3])))).toEqual(toArray(f(ones([size, 3]))))
  vi.unstubAllGlobals()
})
