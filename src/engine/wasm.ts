import { compile, linkage, type OperandSlot, type OutputSlot } from '../compile/index.js'
import type { Executor, Graph } from '../graph/index.js'
import { bytesOf, Constant, isUniform, layoutOf, rowMajor, type TypedArray } from '../tensor/index.js'
import { type Heap, heapOf, sharedMemory } from './memory.js'

/** A compiled graph. */
export type CompiledGraph = (operands: readonly Constant[]) => readonly Constant[]

const write = (heap: Heap, { dtype, length, address }: OperandSlot, operand: Constant): void => {
  const start = address / bytesOf(dtype)
  if (length === 0) return
  if (isUniform(operand)) {
    const { data, offset } = layoutOf(operand)
    heap[dtype].fill(data[offset], start, start + length)
  } else heap[dtype].set(rowMajor(operand), start)
}

const read = (heap: Heap, { dtype, length, address, shape, strides, offset }: OutputSlot): Constant => {
  const start = address / bytesOf(dtype)
  const data = heap[dtype].slice(start, start + length) as TypedArray
  return new Constant(dtype, shape, { data, strides, offset })
}

/** Compiles a graph to a function of its operands' values. */
export const compileGraph = (graph: Graph): CompiledGraph => {
  const { module, extent, operands: slots, constants, outputs, failures } = compile(graph)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), {
    [linkage.namespace]: {
      [linkage.memory]: sharedMemory(),
      [linkage.fail]: (failure: number, offender: number): never => {
        throw failures[failure](offender)
      },
      [linkage.parallel]: (task: number, items: number, grain: number): void => {
        const work = exports[`${linkage.task}${task}`] as (start: number, count: number, thread: number) => void
        for (let start = 0; start < items; start += grain) work(start, Math.min(grain, items - start), 0)
      },
    },
  })
  const run = exports[linkage.run] as () => void
  return (operands) => {
    const heap = heapOf(extent)
    constants.forEach(({ dtype, data, address }) => {
      heap[dtype].set(data, address / bytesOf(dtype))
    })
    slots.forEach((slot, index) => {
      write(heap, slot, operands[index])
    })
    run()
    return outputs.map((output) => read(heap, output))
  }
}

const compiled = new WeakMap<Graph, CompiledGraph>()

/** Runs graphs as WebAssembly; each is compiled once, as long as it is in use. */
export const wasm: Executor = (graph, operands) => {
  const known = compiled.get(graph) ?? compileGraph(graph)
  compiled.set(graph, known)
  return known(operands)
}
