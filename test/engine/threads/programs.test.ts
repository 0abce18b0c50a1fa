import { describe, expect, it, vi } from 'vitest'
import { currentHeap } from '../../../src/engine/memory.js'
import { words } from '../../../src/engine/threads/words.js'
import {
  ArgumentError,
  add,
  arange,
  jit,
  matmul,
  mul,
  reshape,
  sin,
  sum,
  type Tensor,
  toTypedArray,
} from '../../../src/index.js'

vi.stubEnv('COTANGENT_THREADS', '3')

const ready = (): number => Atomics.load(currentHeap().int32, words.ready)
const jobs = (): number => Atomics.load(currentHeap().int32, words.epoch)

const programs: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  'a matrix product': (x) => matmul(x, add(x, 1)),
  'a chain': (x) => mul(sin(x), add(x, sin(mul(x, 3)))),
  'sums of rows': (x) => sum(sin(x), { axis: 1 }),
}

describe('programs on several threads', () => {
  const x = reshape(sin(arange(400 * 400)), [400, 400])
  const names = Object.keys(programs)

  it.each(names)('%s: the same bits on any number of them', async (name) => {
    const due = toTypedArray(programs[name](x))
    const expectDue = (found: Tensor): void =>
      expect(toTypedArray(found).findIndex((element: number, index: number) => element !== due[index])).toBe(-1)
    const before = jobs()
    for (const threads of [1, 2, 3, undefined]) {
      const f = jit(programs[name], { threads })
      await vi.waitFor(() => {
        expectDue(f(x))
        expect(ready()).toBeGreaterThanOrEqual(threads === 1 ? 0 : 2)
      }, 10_000)
      for (let times = 0; times < 10; times++) expectDue(f(x))
    }
    expect(jobs()).toBeGreaterThan(before)
  })

  it('are asked for a whole number of them', () => {
    for (const threads of [0, -1, 1.5, Number.NaN]) expect(() => jit(sin, { threads })).toThrow(ArgumentError)
  })
})
