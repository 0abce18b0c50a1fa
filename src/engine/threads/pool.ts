import { ThreadError } from '../../tensor/index.js'
import { currentHeap, processMemory } from '../memory.js'
import { threadCount } from './count.js'
import { startThreads, type Thread } from './runtime.js'
import { none, words } from './words.js'
import { type Introduction, patience, type Start, threadSource } from './worker.js'

/** Does items of a task from `start` on, as one of the threads. */
export type Work = (start: number, count: number, thread: number) => void

/** A module's tasks, by number. */
export interface Tasks {
  readonly module: WebAssembly.Module
  readonly work: (task: number) => Work
}

/** Has all items of a task done, in pieces of `grain` items or so. */
export type Sharing = (tasks: Tasks, task: number, items: number, grain: number) => void

/** The threads beside this one, once they have been started. */
let pool: readonly Thread[] | undefined

/** About how many milliseconds it takes to start threads. */
const startingTime = 5

/** For how many milliseconds this thread has done work alone that others could have shared. */
let alone = 0

const start = (): readonly Thread[] => {
  const threads = startThreads(threadSource, threadCount() - 1)
  threads.forEach((each, index) => {
    const first: Start = { thread: index + 1, memory: processMemory().memory }
    each.postMessage(first)
  })
  return threads
}

/** So many programs are known to threads at a time. */
const known = 64

let last = 0
const numbers = new WeakMap<WebAssembly.Module, number>()

/** The number by which threads know a program, now if not before. */
const introduce = (threads: readonly Thread[], module: WebAssembly.Module): number => {
  const before = numbers.get(module)
  if (before !== undefined && before > last - known) return before
  const number = ++last
  numbers.set(module, number)
  const introduction: Introduction = { number, module, forgotten: number - known }
  for (const thread of threads) thread.postMessage(introduction)
  return number
}

/** At most so many threads work for what runs now. */
let limit = Number.POSITIVE_INFINITY

/** Runs `body` on a number of threads at most. */
export const onThreads = <R>(count: number, body: () => R): R => {
  const before = limit
  limit = count
  try {
    return body()
  } finally {
    limit = before
  }
}

/** Whether this thread may sleep; that of a browser's page may not. */
const mayBlock = (shared: Int32Array): boolean => {
  try {
    Atomics.wait(shared, words.ready, -1)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** After so many milliseconds it is asked whether those that are waited for are still there. */
const checkup = 100

/** Takes those at work that have ended off the others; whether there were any. */
const dismissEnded = (shared: Int32Array, threads: readonly Thread[], active: number): boolean => {
  const ended = threads.reduce((bits, thread, index) => {
    const bit = 1 << (index + 1)
    return (active & bit) !== 0 && thread.hasEnded() ? bits | bit : bits
  }, 0)
  Atomics.and(shared, words.active, ~ended)
  return ended !== 0
}

/**
 * Waits until no other thread is at work: awake at first, since that is over sooner, and then asleep. Whether one has ended
 * without coming to an end of its work: one that was terminated, or for which there was no more memory.
 */
const settle = (shared: Int32Array, threads: readonly Thread[]): boolean => {
  const end = performance.now() + patience
  for (let isOneLost = false; ; ) {
    const active = Atomics.load(shared, words.active)
    if (active === 0) return isOneLost
    if (performance.now() <= end || !mayBlock(shared)) continue
    if (Atomics.wait(shared, words.active, active, checkup) === 'timed-out')
      isOneLost = dismissEnded(shared, threads, active) || isOneLost
  }
}

interface Failure {
  readonly start: number
  readonly error: unknown
}

/** Takes one piece after another until none is left or one fails. */
const takePart = (shared: Int32Array, work: Work, items: number, grain: number): Failure | undefined => {
  for (;;) {
    const start = Atomics.add(shared, words.next, grain)
    if (start >= items) return undefined
    try {
      work(start, Math.min(grain, items - start), 0)
    } catch (error) {
      return { start, error }
    }
  }
}

/**
 * Of several pieces that failed the first is what the task fails by, as it would on one thread: pieces are taken in order,
 * so that all before one that failed have been tried. What failed on another thread is done again, to fail here.
 */
const surface = (shared: Int32Array, work: Work, items: number, grain: number, own: Failure | undefined): void => {
  const first = Atomics.load(shared, words.failed)
  if (first < (own?.start ?? none)) {
    work(first, Math.min(grain, items - first), 0)
    throw new ThreadError({
      operation: 'jit',
      problem: `items ${first} and on of a task failed on another thread, but not on this one`,
      remedy: 'Use one thread, as by jit(f, { threads: 1 })',
    })
  }
  if (own !== undefined) throw own.error
}

/** Does work without other threads, and takes note of how long that takes. */
const workAlone = (work: Work, items: number): void => {
  const start = performance.now()
  work(0, items, 0)
  alone += performance.now() - start
}

/**
 * Has a task done by all threads that have started so far, this one among them. They are started when the lack of them has
 * cost as much as starting them does, so that a program that runs for a moment does without.
 */
export const share: Sharing = ({ module, work }, task, items, grain) => {
  const own = work(task)
  const threads = Math.min(threadCount(), limit)
  const isShared = threads > 1 && items > grain && items + (threads + 1) * grain < none
  if (!isShared) {
    own(0, items, 0)
    return
  }
  if (alone >= startingTime) pool ??= start()
  const shared = currentHeap().int32
  if (pool === undefined || Atomics.load(shared, words.ready) === 0) {
    workAlone(own, items)
    return
  }
  shared[words.program] = introduce(pool, module)
  shared[words.task] = task
  shared[words.items] = items
  shared[words.grain] = grain
  shared[words.threads] = threads
  shared[words.next] = 0
  shared[words.failed] = none
  Atomics.store(shared, words.open, 1)
  Atomics.add(shared, words.epoch, 1)
  Atomics.notify(shared, words.epoch)
  const failure = takePart(shared, own, items, grain)
  Atomics.store(shared, words.open, 0)
  if (settle(shared, pool))
    throw new ThreadError({
      operation: 'jit',
      problem: 'a thread has ended in the middle of its work, and the results are lost',
      remedy: 'Call again: the threads that are left do the work',
    })
  surface(shared, own, items, grain, failure)
}
