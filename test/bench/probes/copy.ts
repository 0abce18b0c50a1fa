import { programsStart } from '../../../src/compile/index.js'
import { i32 } from '../../../src/compile/wasm/index.js'
import { currentHeap, growTo } from '../../../src/engine/memory.js'
import { share, threadCount } from '../../../src/engine/threads/index.js'
import { words } from '../../../src/engine/threads/words.js'
import { tasksOf } from '../../engine/threads/tasks.js'
import { leastSeconds } from '../clock.js'

/** Each thread copies so many stretches, so that all come to an end at about the same time. */
const stretchesEach = 4

/**
 * Bytes a second at which memory of the kind that programs work in is copied within itself, counted once read and once
 * written, on as many threads as programs have.
 */
export const copyRate = async (bytes: number): Promise<number> => {
  const threads = threadCount()
  const stretches = threads === 1 ? 1 : stretchesEach * threads
  const stretch = Math.ceil(bytes / stretches / 8) * 8
  const end = programsStart + stretches * stretch
  growTo(end + stretches * stretch)
  currentHeap().bool.fill(1, programsStart)
  const tasks = tasksOf((code, item) => {
    const distance = code.apply('i32.mul', item, i32(stretch))
    const [from, to] = [programsStart, end].map((start) => code.apply('i32.add', i32(start), distance))
    code.copyBytes(to, from, stretch)
  })
  const copy = (): void => share(tasks, 0, stretches, 1)
  // Threads are started once work has been done without them for some time.
  do {
    copy()
    await new Promise(setImmediate)
  } while (Atomics.load(currentHeap().int32, words.ready) < threads - 1)
  return (2 * stretches * stretch) / leastSeconds(copy, 5)
}
