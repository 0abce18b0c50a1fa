import { type Failure, linkage, type Pool, type Program } from '../compile/index.js'
import {
  type Constant,
  constructors,
  copyRowMajor,
  fromRowMajor,
  isRowMajor,
  isUniform,
  layoutOf,
  sizeOf,
} from '../tensor/index.js'
import { currentHeap, processMemory } from './memory.js'
import { addressOf, askFor, beginRun } from './residents.js'
import { readingAll, writing } from './transfer.js'

/** A variable of a module that holds an address. */
interface Pointer {
  readonly variable: WebAssembly.Global
  address: number
}

/** A program over the memory of the process. */
export interface Linked {
  readonly program: Program
  readonly run: () => void
  readonly pointers: ReadonlyMap<string, Pointer>
}

type Work = (start: number, count: number, thread: number) => void

const importsOf = (failures: readonly Failure[], exports: () => WebAssembly.Exports): WebAssembly.Imports => ({
  [linkage.namespace]: {
    [linkage.memory]: processMemory().memory,
    [linkage.fail]: (failure: number, offender: number): never => {
      throw failures[failure](offender)
    },
    [linkage.parallel]: (task: number, items: number, grain: number): void => {
      const work = exports()[`${linkage.task}${task}`] as Work
      for (let start = 0; start < items; start += grain) work(start, Math.min(grain, items - start), 0)
    },
  },
})

/** Makes a program ready to run. */
export const link = (program: Program): Linked => {
  const { float64 } = currentHeap()
  for (const { address, values } of program.tables) float64.set(values, address / float64.BYTES_PER_ELEMENT)
  const module = new WebAssembly.Module(program.module)
  const { exports } = new WebAssembly.Instance(
    module,
    importsOf(program.failures, () => exports),
  )
  const names = [...program.resident, ...program.constants, ...(program.pool ? [program.pool] : [])]
  const pointers = names.map(({ pointer }) => {
    const variable = exports[pointer] as WebAssembly.Global
    return [pointer, { variable, address: 0 }] as const
  })
  return { program, run: exports[linkage.run] as () => void, pointers: new Map(pointers) }
}

/** The constants of a pool as one, of bytes. */
const gather = ({ bytes, constants }: Pool): Constant => {
  const gathered = new Uint8Array(bytes)
  for (const { constant, offset } of constants) {
    const { data, offset: first } = layoutOf(constant)
    const count = isUniform(constant) ? Math.min(1, sizeOf(constant.shape)) : sizeOf(constant.shape)
    const elements = new constructors[constant.dtype](gathered.buffer, offset, count)
    if (count === 1) elements[0] = data[first]
    else copyRowMajor(constant, elements)
  }
  return fromRowMajor('bool', [bytes], gathered)
}

const point = (pointer: Pointer, address: number): void => {
  if (pointer.address === address) return
  pointer.address = address
  pointer.variable.value = address
}

/** A program as a function of its operands. */
export const bind = ({ program, run, pointers }: Linked): ((operands: readonly Constant[]) => readonly Constant[]) => {
  const { extent, copied, resident, pool, constants, outputs } = program
  const pointerOf = ({ pointer }: { readonly pointer: string }): Pointer => pointers.get(pointer) as Pointer
  const own = [...constants, ...(pool ? [{ ...pool, constant: gather(pool), asItLies: true }] : [])]
  const ownPointers = own.map(pointerOf)
  const operandPointers = resident.map(pointerOf)
  const find = (operands: readonly Constant[]): void => {
    own.forEach(({ constant, asItLies }, index) => {
      point(ownPointers[index], addressOf(constant, asItLies, true))
    })
    resident.forEach(({ operand }, index) => {
      const constant = operands[operand]
      point(operandPointers[index], addressOf(constant, isRowMajor(constant.shape, layoutOf(constant).strides), false))
    })
  }
  const writes = copied.map(writing)
  const read = readingAll(outputs)
  return (operands) => {
    beginRun(extent)
    if (pointers.size > 0) askFor(extent, () => find(operands))
    const heap = currentHeap()
    for (const write of writes) write(heap, operands)
    run()
    return read(heap, operands)
  }
}
