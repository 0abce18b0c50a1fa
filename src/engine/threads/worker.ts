import { linkage } from '../../compile/index.js'
import { wordCount, words } from './words.js'

/** For how long a thread looks out for what it waits for before it goes to sleep, in milliseconds. */
export const patience = 0.1

/** What a thread is told when it starts: its number, and the memory. */
export interface Start {
  readonly thread: number
  readonly memory: WebAssembly.Memory
}

/** A program that jobs are about from now on, and the number of one that they never are again. */
export interface Introduction {
  readonly number: number
  readonly module: WebAssembly.Module
  readonly forgotten: number
}

/**
 * What a thread runs, as text, so that no file has to be found, whatever became of this one: a function of `listen`, which
 * takes what handles messages. A job about a program that is not known yet can only be done after the message that
 * introduces it, which a thread reads between two calls of `attend`.
 */
export const threadSource = `(listen) => {
  const words = ${JSON.stringify(words)}
  const programs = new Map()
  let thread, memory, shared

  const works = (module) => {
    const refuse = () => { throw new Error('a task failed') }
    const imports = { ${linkage.memory}: memory, ${linkage.fail}: refuse, ${linkage.parallel}: refuse, ${linkage.mark}: refuse }
    return new WebAssembly.Instance(module, { ${linkage.namespace}: imports }).exports
  }

  const report = (start) => {
    for (let first = Atomics.load(shared, words.failed); start < first; ) {
      const found = Atomics.compareExchange(shared, words.failed, first, start)
      if (found === first) return
      first = found
    }
  }

  const work = (task, items, grain) => {
    for (;;) {
      const start = Atomics.add(shared, words.next, grain)
      if (start >= items) return
      try {
        task(start, Math.min(grain, items - start), thread)
      } catch {
        report(start)
        return
      }
    }
  }

  const join = () => {
    const program = programs.get(shared[words.program])
    if (program === undefined) return false
    work(program['${linkage.task}' + shared[words.task]], shared[words.items], shared[words.grain])
    return true
  }

  const sleep = (epoch) => {
    const end = performance.now() + ${patience}
    do {
      for (let times = 0; times < 100; times++) if (Atomics.load(shared, words.epoch) !== epoch) return
    } while (performance.now() < end)
    Atomics.wait(shared, words.epoch, epoch)
  }

  const attend = () => {
    const bit = 1 << thread
    for (let known = true; known; ) {
      const epoch = Atomics.load(shared, words.epoch)
      Atomics.or(shared, words.active, bit)
      if (Atomics.load(shared, words.open) === 1 && thread < shared[words.threads]) known = join()
      if (Atomics.and(shared, words.active, ~bit) === bit) Atomics.notify(shared, words.active)
      if (known) sleep(epoch)
    }
  }

  listen((message) => {
    if (message.memory === undefined) {
      programs.delete(message.forgotten)
      programs.set(message.number, works(message.module))
    } else {
      thread = message.thread
      memory = message.memory
      shared = new Int32Array(memory.buffer, 0, ${wordCount})
      Atomics.add(shared, words.ready, 1)
    }
    attend()
  })
}`
