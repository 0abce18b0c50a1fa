import { expect, vi } from 'vitest'
import { linkage } from '../../../src/compile/index.js'
import { currentHeap, processMemory } from '../../../src/engine/memory.js'
import { type Sharing, share, type Tasks, threadCount, type Work } from '../../../src/engine/threads/index.js'
import { words } from '../../../src/engine/threads/words.js'
import { tasksOf } from './tasks.js'

/** A way to have tasks done, and how many of them it gave to more than one thread. */
export interface Dealing {
  readonly sharing: Sharing
  shared(): number
}

/** A whole number from 0 to below `count`. */
type Draw = (count: number) => number

const mostPieces = 9

/** Items in pieces of drawn sizes, multiples of a grain but for the last, in a drawn order. */
const piecesOf = (items: number, grain: number, draw: Draw): readonly (readonly [start: number, count: number])[] => {
  const pieces: (readonly [number, number])[] = []
  const most = Math.ceil(items / grain / (1 + draw(mostPieces)))
  for (let start = 0; start < items; ) {
    const count = Math.min(items - start, grain * (1 + draw(most)))
    pieces.splice(draw(pieces.length + 1), 0, [start, count])
    start += count
  }
  return pieces
}

const refuse = (): never => {
  throw new Error('a task failed')
}

/** What another thread has of a module: an instance of its own, over the same memory. */
const another = (module: WebAssembly.Module): Tasks => {
  const { exports } = new WebAssembly.Instance(module, {
    [linkage.namespace]: {
      [linkage.memory]: processMemory().memory,
      [linkage.fail]: refuse,
      [linkage.parallel]: refuse,
    },
  })
  return { module, work: (task) => exports[`${linkage.task}${task}`] as Work }
}

/** Deals the pieces of tasks out as if to several threads, which take turns on this one in whatever order is drawn. */
export const inTurns = (threads: number, draw: Draw): Dealing => {
  const others = new WeakMap<WebAssembly.Module, readonly Tasks[]>()
  let shared = 0
  const sharing: Sharing = (tasks, task, items, grain) => {
    const { module } = tasks
    const all = others.get(module) ?? [tasks, ...Array.from({ length: threads - 1 }, () => another(module))]
    others.set(module, all)
    const taking = new Set<number>()
    for (const [start, count] of piecesOf(items, grain, draw)) {
      const thread = draw(threads)
      all[thread].work(task)(start, count, thread)
      taking.add(thread)
    }
    if (taking.size > 1) shared++
  }
  return { sharing, shared: () => shared }
}

/** Has the threads started: by work that is done without them, until that has taken long enough. */
export const threadsReady = async (): Promise<void> => {
  const long = (): void => {
    const end = performance.now() + 10
    while (performance.now() < end);
  }
  const { module } = tasksOf(() => {})
  const ready = (): number => Atomics.load(currentHeap().int32, words.ready)
  await vi.waitFor(() => {
    share({ module, work: () => long }, 0, 2, 1)
    expect(ready()).toBe(threadCount() - 1)
  }, 10_000)
}

/** For how long a first piece waits until another thread has come for one, in milliseconds. */
const patience = 2

/** Has real threads do tasks in small pieces, of which this one lets others take some however short the task. */
export const onThreads = (draw: Draw): Dealing => {
  let shared = 0
  const sharing: Sharing = ({ module, work }, task, items, unit) => {
    const grain = unit * Math.ceil(items / unit / (2 + draw(mostPieces)))
    let own = 0
    const waiting = (start: number, count: number, thread: number): void => {
      const end = performance.now() + patience
      const untouched = (): boolean => Atomics.load(currentHeap().int32, words.next) === grain
      while (count < items && own === 0 && untouched() && performance.now() < end);
      own += count
      work(task)(start, count, thread)
    }
    share({ module, work: () => waiting }, task, items, grain)
    if (own < items) shared++
  }
  return { sharing, shared: () => shared }
}
