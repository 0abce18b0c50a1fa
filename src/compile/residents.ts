import {
  type Constant,
  filled,
  layoutOf,
  repeatedElement,
  rowMajorStrides,
  showNumber,
  showType,
  sizeInBytes,
  sizeOf,
  type TensorType,
} from '../tensor/index.js'
import type { Block } from './arena.js'
import type { MemoryPlan } from './memoryPlan.js'
import { type Place, spanOf, within } from './place.js'
import type { Variable } from './wasm/index.js'

/**
 * Operands and constants of at least this many bytes stay in the memory between the runs of programs, wherever there
 * is room; what is smaller is copied sooner than found.
 */
export const residentBytes = 2 ** 14

/**
 * A constant of the graph, by its number in the structure of that where other elements could stand in its place, and
 * otherwise itself.
 */
export type ConstantReference = number | Constant

/** A constant at an address that the module's variable `pointer` is given before a run: that of its first element. */
export interface Resident {
  readonly pointer: string
  readonly constant: ConstantReference
  /** Whether its elements lie as its own strides say; otherwise they are in row-major order. */
  readonly asItLies: boolean
}

/** A constant in row-major order, so many bytes into the pool. */
export interface Pooled {
  readonly constant: ConstantReference
  readonly offset: number
}

/** The small constants of a program, which lie together from an address on that the variable `pointer` is given. */
export interface Pool {
  readonly pointer: string
  readonly bytes: number
  readonly constants: readonly Pooled[]
}

/** Whether an operand or constant stays in the memory between runs. */
export const isLarge = (type: TensorType): boolean => sizeInBytes(type) >= residentBytes

/** Whether all of a constant's storage, or most of it, is its own elements, each of them once, in whatever order. */
export const fillsStorage = (constant: Constant): boolean => {
  const { data, strides } = layoutOf(constant)
  const { length } = spanOf(constant.shape, strides)
  return length <= sizeOf(constant.shape) && 2 * length >= data.length
}

/** How a constant's elements lie where a program finds them. */
export const embeddedStrides = (constant: Constant): readonly number[] =>
  isLarge(constant) && fillsStorage(constant) ? layoutOf(constant).strides : rowMajorStrides(constant.shape)

/** Where something begins that a program finds: a variable, and a block that no plan gives out. */
interface Base {
  readonly name: string
  readonly pointer: Variable<'i32'>
  readonly block: Block
}

/** What a program finds at addresses that are not known before it runs. */
export class Residents {
  readonly #declare: (name: string) => Variable<'i32'>
  readonly #places = new Map<Constant | string, Place>()
  readonly #pooled: Pooled[] = []
  readonly #large: Resident[] = []
  readonly #refer: (constant: Constant) => ConstantReference
  #pointers = 0
  readonly #plan: MemoryPlan | undefined
  /** Those that are kept as they lie. */
  readonly #storages = new Set<object>()
  #pool: Base | undefined
  #bytes = 0

  /** `declare` makes a variable that is given from outside under its name; `plan` is told what is there. */
  constructor(
    declare: (name: string) => Variable<'i32'>,
    refer: (constant: Constant) => ConstantReference,
    plan: MemoryPlan | undefined,
  ) {
    this.#declare = declare
    this.#refer = refer
    this.#plan = plan
  }

  get large(): readonly Resident[] {
    return this.#large
  }

  get pool(): Pool | undefined {
    return this.#pool && { pointer: this.#pool.name, bytes: this.#bytes, constants: this.#pooled }
  }

  /** A place for an operand, in row-major order, and the variable that is given its address. */
  incoming({ shape, dtype }: TensorType, operand: number): readonly [place: Place, pointer: string] {
    const base = this.#base()
    this.#plan?.kept(base.block, `operand ${operand}`, sizeInBytes({ shape, dtype }))
    return [placeAt({ shape, dtype }, base, 0, rowMajorStrides(shape)), base.name]
  }

  /** Where a constant lies: once for all its uses, and once for all uniform ones of the same element. */
  constant(constant: Constant): Place {
    const element = repeatedElement(constant)
    if (element === undefined) return this.#once(constant, constant)
    const { dtype, shape } = constant
    const key = `${dtype} ${showNumber(element)}`
    const place = this.#once(key, filled(dtype, [], element))
    return within(place, shape, new Array<number>(shape.length).fill(0))
  }

  #once(key: Constant | string, constant: Constant): Place {
    const place = this.#places.get(key) ?? (isLarge(constant) ? this.#keep(constant) : this.#gather(constant))
    this.#places.set(key, place)
    return place
  }

  #keep(constant: Constant): Place {
    const base = this.#base()
    this.#large.push({ pointer: base.name, constant: this.#refer(constant), asItLies: fillsStorage(constant) })
    this.#plan?.kept(base.block, `constant ${showType(constant)}`, this.#bytesMore(constant))
    return placeAt(constant, base, 0, embeddedStrides(constant))
  }

  /** What a constant takes in the memory: a storage that several look at lies there once. */
  #bytesMore(constant: Constant): number {
    const { data } = layoutOf(constant)
    if (!fillsStorage(constant)) return sizeInBytes(constant)
    const isKnown = this.#storages.has(data)
    this.#storages.add(data)
    return isKnown ? 0 : data.byteLength
  }

  #gather(constant: Constant): Place {
    this.#pool ??= this.#base()
    const offset = this.#bytes
    this.#pooled.push({ constant: this.#refer(constant), offset })
    this.#bytes = Math.ceil((offset + sizeInBytes(constant)) / alignment) * alignment
    this.#plan?.kept(this.#pool.block, 'small constants', this.#bytes - offset)
    return placeAt(constant, this.#pool, offset, rowMajorStrides(constant.shape))
  }

  #base(): Base {
    const name = `pointer${this.#pointers++}`
    return { name, pointer: this.#declare(name), block: { address: 0, bytes: 0, holders: 1 } }
  }
}

/** The elements of the pool start at multiples of this many bytes. */
const alignment = 16

/** A place so many bytes from where something begins. */
const placeAt = (
  { shape, dtype }: TensorType,
  { pointer, block }: Base,
  base: number,
  strides: readonly number[],
): Place => ({
  shape,
  dtype,
  strides,
  block,
  address: { base, terms: [{ counter: pointer, stride: 1 }] },
})
