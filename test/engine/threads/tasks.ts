import { linkage } from '../../../src/compile/index.js'
import { type Code, i32, Module, type Variable } from '../../../src/compile/wasm/index.js'
import { processMemory } from '../../../src/engine/memory.js'
import type { Tasks, Work } from '../../../src/engine/threads/index.js'

/** Writes the code for one item of a task. */
export type Item = (code: Code, item: Variable<'i32'>, thread: Variable<'i32'>, fail: (code: Code) => void) => void

/** A module with one task, which does its items one after another. */
export const tasksOf = (body: Item): Tasks => {
  const module = new Module({
    namespace: linkage.namespace,
    memory: linkage.memory,
    shared: 2 ** 16,
    functions: { [linkage.fail]: ['i32', 'i32'], [linkage.parallel]: ['i32', 'i32', 'i32'] },
  })
  const code = module.define('i32', 'i32', 'i32')
  const [start, count, thread] = code.parameters as readonly Variable<'i32'>[]
  const end = code.apply('i32.add', start, count)
  code.loop((again) => {
    body(code, start, thread, (here) => here.call(module.imported(linkage.fail), i32(0), start))
    code.update(start, 'i32.add', start, i32(1))
    code.branchIf(again, code.apply('i32.lt_s', start, end))
  })
  module.export(`${linkage.task}0`, code)
  const compiled = new WebAssembly.Module(module.encode())
  const { exports } = new WebAssembly.Instance(compiled, {
    [linkage.namespace]: {
      [linkage.memory]: processMemory().memory,
      [linkage.fail]: (_: number, offender: number): never => {
        throw new RangeError(`item ${offender}`)
      },
      [linkage.parallel]: () => {},
    },
  })
  return { module: compiled, work: (task) => exports[`${linkage.task}${task}`] as Work }
}
