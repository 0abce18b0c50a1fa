import * as threads from 'node:worker_threads'
import { beforeAll, expect, it, vi } from 'vitest'
import { programsStart } from '../../../src/compile/index.js'
import { type Code, i32, type Variable } from '../../../src/compile/wasm/index.js'
import { currentHeap, growTo } from '../../../src/engine/memory.js'
import { share, type Tasks } from '../../../src/engine/threads/index.js'
import { words } from '../../../src/engine/threads/words.js'
import { ThreadError } from '../../../src/index.js'
import { tasksOf } from './tasks.js'

const items = 200

/** Where tasks count how often each item was done, and by which threads at least one. */
const [done, takers] = [programsStart, programsStart + 4 * items]

const at = (code: Code, start: number, index: Variable<'i32'>): Variable<'i32'> =>
  code.apply('i32.add', i32(start), code.apply('i32.shl', index, i32(2)))

const bump = (code: Code, address: Variable<'i32'>): void =>
  code.store('i32', address, code.apply('i32.add', code.load('i32', address), i32(1)))

const counting = tasksOf((code, item) => bump(code, at(code, done, item)))

/** A task that other threads than this one do not come to an end with. */
const endless = tasksOf((code, item, thread) => {
  bump(code, at(code, takers, thread))
  bump(code, at(code, done, item))
  code.loop((again) => code.branchIf(again, thread))
})

/** The same task, before whose first item on this thread something is done. */
const after = ({ module, work }: Tasks, prepare: () => void): Tasks => ({
  module,
  work: (task) => {
    const own = work(task)
    let isFirst = true
    return (...piece) => {
      if (isFirst) prepare()
      isFirst = false
      own(...piece)
    }
  },
})

const clear = (): void => {
  growTo(2 ** 20)
  currentHeap().int32.fill(0, programsStart / 4, 2 ** 18)
}

const run = (): void => {
  clear()
  share(counting, 0, items, 3)
  expect([...currentHeap().int32.subarray(done / 4, done / 4 + items)]).toEqual(new Array(items).fill(1))
}

const started: threads.Worker[] = []

/** Waits, as long as that takes, without coming to rest. */
const until = (condition: () => boolean): void => {
  const end = performance.now() + 10_000
  while (!condition()) if (performance.now() > end) throw new Error('this takes too long')
}

const isTaking = (thread: number): boolean => Atomics.load(currentHeap().int32, takers / 4 + thread) > 0

beforeAll(async () => {
  vi.stubEnv('COTANGENT_THREADS', '4')
  const { getBuiltinModule } = process
  class Worker extends threads.Worker {
    constructor(...of: ConstructorParameters<typeof threads.Worker>) {
      super(...of)
      started.push(this)
    }
  }
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) =>
    name === 'node:worker_threads' ? { ...threads, Worker } : getBuiltinModule.call(process, name)) as never)
  run()
  await vi.waitFor(() => expect(Atomics.load(currentHeap().int32, words.ready)).toBe(3), 10_000)
})

it('a thread that ends at work is not waited for, and the work is not taken as done', () => {
  clear()
  const lose = after(endless, () => {
    until(() => [1, 2, 3].every(isTaking))
    for (const thread of started) thread.terminate()
  })
  expect(() => share(lose, 0, items, 1)).toThrow(ThreadError)
  expect(Atomics.load(currentHeap().int32, words.active)).toBe(0)
}, 20_000)

it('what follows is done by those that are left', async () => {
  for (let times = 0; times < 20; times++) run()
  await vi.waitFor(() => expect(started.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]))
  for (let times = 0; times < 20; times++) run()
})
