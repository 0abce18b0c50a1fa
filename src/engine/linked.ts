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
import { type Sharing, share, type Tasks, type Work } from './threads/index.js'
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

/** Told by a program that is watched of the part that begins, or that goes on where one within it has ended. */
export type Mark = (part: number, begins: number) => void

const importsOf = (
  failures: readonly Failure[],
  share: Sharing,
  tasks: Tasks,
  mark: Mark | undefined,
): WebAssembly.Imports => ({
  [linkage.namespace]: {
    [linkage.memory]: processMemory().memory,
    [linkage.fail]: (failure: number, offender: number): never => {
      throw failures[failure](offender)
    },
    [linkage.parallel]: (task: number, items: number, grain: number): void => {
      share(tasks, task, items, grain)
    },
    ...(mark && { [linkage.mark]: mark }),
  },
})

/** Makes a program ready to run, its tasks shared among threads in one way or another. */
export const link = ({ module: bytes, ...program }: Program, sharing: Sharing = share, mark?: Mark): Linked => {
  const { float64 } = currentHeap()
  for (const { address, values } of program.tables) float64.set(values, address / float64.BYTES_PER_ELEMENT)
  const module = new WebAssembly.Module(bytes)
  const tasks: Tasks = { module, work: (task) => exports[`${linkage.task}${task}`] as Work }
  const { exports } = new WebAssembly.Instance(module, importsOf(program.failures, sharing, tasks, mark))
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
