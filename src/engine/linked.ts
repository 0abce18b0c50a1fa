import { type ConstantReference, type Failure, linkage, type Pool, type Program } from '../compile/index.js'
import {
  type Constant,
  constructors,
  copyRowMajor,
  fromRowMajor,
  isRowMajor,
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
  readonly program: Omit<Program, 'module'>
  readonly run: () => void
  readonly pointers: ReadonlyMap<string, Pointer>
}

/** Does items of a task from `start` on, as one of the threads. */
export type Work = (start: number, count: number, thread: number) => void

/** Has all items of a task done, in pieces of `grain` items or so. */
export type Sharing = (work: Work, items: number, grain: number) => void

const alone: Sharing = (work, items, grain) => {
  for (let start = 0; start < items; start += grain) work(start, Math.min(grain, items - start), 0)
}

/** Told by a program that is watched of the part that begins, or that goes on where one within it has ended. */
export type Mark = (part: number, begins: number) => void

const importsOf = (
  failures: readonly Failure[],
  share: Sharing,
  mark: Mark | undefined,
  exports: () => WebAssembly.Exports,
): WebAssembly.Imports => ({
  [linkage.namespace]: {
    [linkage.memory]: processMemory().memory,
    [linkage.fail]: (failure: number, offender: number): never => {
      throw failures[failure](offender)
    },
    [linkage.parallel]: (task: number, items: number, grain: number): void => {
      share(exports()[`${linkage.task}${task}`] as Work, items, grain)
    },
    ...(mark && { [linkage.mark]: mark }),
  },
})

/** Makes a program ready to run. */
export const link = ({ module, ...program }: Program, share: Sharing = alone, mark?: Mark): Linked => {
  const { float64 } = currentHeap()
  for (const { address, values } of program.tables) float64.set(values, address / float64.BYTES_PER_ELEMENT)
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(module),
    importsOf(program.failures, share, mark, () => exports),
  )
  const names = [...program.resident, ...program.constants, ...(program.pool ? [program.pool] : [])]
  const pointers = names.map(({ pointer }) => {
    const variable = exports[pointer] as WebAssembly.Global
    return [pointer, { variable, address: 0 }] as const
  })
  return { program, run: exports[linkage.run] as () => void, pointers: new Map(pointers) }
}

/** What a program's references to constants stand for, in a graph that has these. */
type Lookup = (reference: ConstantReference) => Constant

/** The constants of a pool as one, of bytes. */
const gather = ({ bytes, constants }: Pool, lookup: Lookup): Constant => {
  const gathered = new Uint8Array(bytes)
  for (const { constant: reference, offset } of constants) {
    const constant = lookup(reference)
    const { dtype, shape } = constant
    copyRowMajor(constant, new constructors[dtype](gathered.buffer, offset, sizeOf(shape)))
  }
  return fromRowMajor('bool', [bytes], gathered)
}

const point = (pointer: Pointer, address: number): void => {
  if (pointer.address === address) return
  pointer.address = address
  pointer.variable.value = address
}

/** A program as a function of its operands, for a graph that has these constants. */
export const bind = (
  { program, run, pointers }: Linked,
  constants: readonly Constant[],
): ((operands: readonly Constant[]) => readonly Constant[]) => {
  const { extent, pool } = program
  const lookup: Lookup = (reference) => (typeof reference === 'number' ? constants[reference] : reference)
  const pointerOf = (name: string): Pointer => pointers.get(name) as Pointer
  const own = program.constants.map(({ pointer, constant, asItLies }) => ({
    pointer: pointerOf(pointer),
    constant: lookup(constant),
    asItLies,
  }))
  if (pool !== undefined) own.push({ pointer: pointerOf(pool.pointer), constant: gather(pool, lookup), asItLies: true })
  const given = program.resident.map(({ operand, pointer }) => ({ operand, pointer: pointerOf(pointer) }))
  const find = (operands: readonly Constant[]): void => {
    for (const { pointer, constant, asItLies } of own) point(pointer, addressOf(constant, asItLies, true))
    for (const { pointer, operand } of given) {
      const constant = operands[operand]
      point(pointer, addressOf(constant, isRowMajor(constant.shape, layoutOf(constant).strides), false))
    }
  }
  const writes = program.copied.map(writing)
  const read = readingAll(program.outputs, lookup)
  return (operands) => {
    beginRun(extent)
    if (pointers.size > 0) askFor(extent, () => find(operands))
    const heap = currentHeap()
    for (const write of writes) write(heap, operands)
    run()
    return read(heap, operands)
  }
}
