import { beforeAll, describe, expect, it, vi } from 'vitest'
import { programsStart } from '../../../src/compile/index.js'
import { type Code, i32, type Value, type Variable } from '../../../src/compile/wasm/index.js'
import { currentHeap, growTo } from '../../../src/engine/memory.js'
import { onThreads, share, threadCount } from '../../../src/engine/threads/index.js'
import { words } from '../../../src/engine/threads/words.js'
import { ThreadError } from '../../../src/tensor/index.js'
import { type Item, tasksOf } from './tasks.js'

const threads = 4
const items = 5000

/** Where tasks count what they do: how often each item was done, and how many items each thread did. */
const [done, shares, sums] = [programsStart, programsStart + 4 * items, programsStart + 4 * items + 64]

const at = (code: Code, start: number, index: Variable<'i32'>): Variable<'i32'> =>
  code.apply('i32.add', i32(start), code.apply('i32.shl', index, i32(2)))

const bump = (code: Code, address: Variable<'i32'>): void =>
  code.store('i32', address, code.apply('i32.add', code.load('i32', address), i32(1)))

/** Some work that depends on the item. */
const work = (code: Code, item: Variable<'i32'>): Value<'i32'> => {
  const value = code.variable('i32', item)
  const left = code.variable('i32', i32(500))
  code.loop((again) => {
    code.update(value, 'i32.mul', value, i32(1_664_525))
    code.update(left, 'i32.sub', left, i32(1))
    code.branchIf(again, left)
  })
  return value
}

const counting: Item = (code, item, thread) => {
  bump(code, at(code, done, item))
  bump(code, at(code, shares, thread))
  code.store('i32', at(code, sums, item), work(code, item))
}

const read = (start: number, count: number): readonly number[] => [
  ...currentHeap().int32.subarray(start / 4, start / 4 + count),
]

const clear = (): void => {
  growTo(2 ** 20)
  currentHeap().int32.fill(0, programsStart / 4, 2 ** 18)
}

/** What a job did, and by how many threads. */
const run = (tasks = tasksOf(counting), count = items, grain = 7): number => {
  clear()
  share(tasks, 0, count, grain)
  expect(read(done, count)).toEqual(new Array(count).fill(1))
  return read(shares, threads).filter((each) => each > 0).length
}

vi.stubEnv('COTANGENT_THREADS', `${threads}`)

describe('tasks on several threads', () => {
  beforeAll(async () => {
    expect(threadCount()).toBe(threads)
    const ready = (): number => Atomics.load(currentHeap().int32, words.ready)
    expect(ready()).toBe(0)
    await vi.waitFor(() => {
      run()
      expect(ready()).toBe(threads - 1)
    }, 10_000)
  })

  it('are done by several, each item once', () => {
    const tasks = tasksOf(counting)
    const taking = Array.from({ length: 200 }, () => run(tasks))
    expect(Math.max(...taking)).toBeGreaterThan(1)
    const found = read(sums, items)
    onThreads(1, () => expect(run(tasks)).toBe(1))
    expect(read(sums, items)).toEqual(found)
  })

  it('are done in pieces of any size', () => {
    const tasks = tasksOf(counting)
    for (const [count, grain] of [
      [1, 1],
      [2, 1],
      [17, 5],
      [64, 64],
      [65, 64],
      [1000, 999],
    ])
      run(tasks, count, grain)
  })

  it('are of any of many modules, those from long ago too', () => {
    const modules = Array.from({ length: 150 }, () => tasksOf(counting))
    for (const tasks of [...modules, ...modules.slice(0, 10)]) run(tasks, 200, 3)
  })

  it('are done by no more threads than are allowed', () => {
    const tasks = tasksOf(counting)
    onThreads(2, () => {
      for (let times = 0; times < 100; times++) expect(run(tasks)).toBeLessThanOrEqual(2)
    })
    expect(read(shares, threads).slice(2)).toEqual([0, 0])
  })

  it('use memory that has grown since the threads started', () => {
    const far = currentHeap().bool.length + 2 ** 20
    growTo(far + 2 ** 20)
    const tasks = tasksOf((code, item, thread) => {
      bump(code, at(code, shares, thread))
      code.store('i32', at(code, far, item), work(code, item))
    })
    for (let times = 0; times < 50; times++) {
      share(tasks, 0, items, 7)
      const found = read(far, items)
      onThreads(1, () => share(tasks, 0, items, 7))
      expect(read(far, items)).toEqual(found)
      currentHeap().int32.fill(0, far / 4, far / 4 + items)
    }
  })

  it('fail by the first of the items that fail, on whatever thread', () => {
    const failing = tasksOf((code, item, _, fail) => {
      code.store('i32', at(code, sums, item), work(code, item))
      const multiple = code.apply('i32.eqz', code.apply('i32.rem_s', code.apply('i32.add', item, i32(-1003)), i32(8)))
      code.when(code.apply('i32.and', multiple, code.apply('i32.lt_s', i32(1000), item)), () => fail(code))
    })
    for (let times = 0; times < 200; times++) {
      expect(() => share(failing, 0, items, 3)).toThrow(new RangeError('item 1003'))
      if (times % 20 === 0) run()
    }
  })

  it('fail by a trap', () => {
    const trapping = tasksOf((code, item) => {
      const zero = code.apply('i32.sub', item, i32(items - 1))
      code.store('i32', at(code, sums, item), code.apply('i32.div_s', work(code, item), zero))
    })
    for (let times = 0; times < 50; times++)
      expect(() => share(trapping, 0, items, 3)).toThrow(WebAssembly.RuntimeError)
    run()
  })

  it('fail by a ThreadError where only another thread fails', () => {
    const lopsided = tasksOf((code, item, thread, fail) => {
      code.store('i32', at(code, sums, item), work(code, item))
      code.when(thread, () => fail(code))
    })
    const failing = (): void => {
      for (let times = 0; times < 200; times++) share(lopsided, 0, items, 7)
    }
    expect(failing).toThrow(ThreadError)
    run()
  })

  it('are waited for, however long a piece takes', () => {
    const long = tasksOf((code, item, thread) => {
      bump(code, at(code, done, item))
      bump(code, at(code, shares, thread))
      const left = code.variable('i32', i32(500))
      code.loop((again) => {
        code.store('i32', at(code, sums, item), work(code, item))
        code.update(left, 'i32.sub', left, i32(1))
        code.branchIf(again, left)
      })
    })
    for (let times = 0; times < 200; times++) run(long, 3, 1)
  })

  it('are not waited for once they are done, if only since the last look', () => {
    const { load, wait } = Atomics
    let looks = 0
    // One thread was at work, and is not any more.
    vi.spyOn(Atomics, 'load').mockImplementation(((array: Int32Array, index: number) => {
      if (index !== words.active || looks++ > 0) return load(array, index)
      const end = performance.now() + 1
      while (performance.now() < end || load(array, index) > 0);
      return 1
    }) as typeof load)
    const waits: number[] = []
    vi.spyOn(Atomics, 'wait').mockImplementation(((array: Int32Array, index: number, value: number) => {
      if (index === words.active) waits.push(value)
      return wait(array, index, value, 100)
    }) as typeof wait)
    run()
    vi.restoreAllMocks()
    expect(waits).toEqual([1])
  })

  it('follow each other after any pause', async () => {
    const tasks = tasksOf(counting)
    for (const pause of [0, 0.05, 0.2, 1, 5, 20]) {
      const end = performance.now() + pause
      while (performance.now() < end);
      run(tasks)
      await new Promise((resolve) => setTimeout(resolve, pause))
      run(tasks)
    }
  })
})
