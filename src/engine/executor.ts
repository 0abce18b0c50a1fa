import type { Executor } from '../graph/index.js'
import { type Checked, executors } from './options.js'
import { onThreads } from './threads/index.js'
import { wasmWith } from './wasm.js'

/** What runs graphs as options say. */
export const executorOf = ({ engine, arithmetic, threads }: Checked): Executor => {
  const execute = engine === 'wasm' ? wasmWith[arithmetic] : executors[engine]
  return threads === undefined ? execute : (graph, operands) => onThreads(threads, () => execute(graph, operands))
}
