import { showType, sizeInBytes, type TensorType } from '../tensor/index.js'
import type { Block, BlockWatch } from './arena.js'

/** What lies somewhere in the memory, and during which parts of the program. */
export interface BufferUse {
  /** `operand 0`, the type of the result that lies there, or `workspace`. */
  readonly holds: string
  readonly bytes: number
  /** Where it begins; undefined for what stays in the memory between calls, at an address that is found for each. */
  readonly address: number | undefined
  /** The first and the last part that find it there, by number. */
  readonly first: number
  readonly last: number
}

interface Entry {
  readonly address: number | undefined
  readonly first: number
  bytes: number
  last: number | undefined
  holds: { readonly name: string; readonly bytes: number } | undefined
}

/** Who has which bytes of the memory from when until when, noted down while that is planned. */
export class MemoryPlan implements BlockWatch {
  readonly #entries = new Map<Block, Entry>()
  readonly #now: () => number

  /** `now` tells the number of the part that was begun last. */
  constructor(now: () => number) {
    this.#now = now
  }

  get buffers(): readonly BufferUse[] {
    const end = this.#now()
    return [...this.#entries.values()].map(({ holds, bytes, address, first, last = end }) => {
      return { holds: holds?.name ?? 'workspace', bytes, address, first, last }
    })
  }

  taken(block: Block): void {
    const { address, bytes } = block
    if (bytes === 0) return
    this.#entries.set(block, { address, bytes, first: Math.max(0, this.#now()), last: undefined, holds: undefined })
  }

  freed(block: Block): void {
    const entry = this.#entries.get(block)
    if (entry !== undefined) entry.last = this.#now()
  }

  /** Notes what stays in the memory between calls, or so many bytes more of it. */
  kept(block: Block, name: string, bytes: number): void {
    const before = this.#entries.get(block)
    if (before !== undefined) before.bytes += bytes
    else {
      const holds = { name, bytes: Number.POSITIVE_INFINITY }
      this.#entries.set(block, { address: undefined, bytes, first: 0, last: undefined, holds })
    }
  }

  /** Notes that an operand lies in a block, whatever comes to lie there after it. */
  received(block: Block, name: string): void {
    this.#hold(block, name, Number.POSITIVE_INFINITY)
  }

  /** Notes that a result lies in a block, which is known by the largest. */
  stored(block: Block, type: TensorType): void {
    this.#hold(block, showType(type), sizeInBytes(type))
  }

  #hold(block: Block, name: string, bytes: number): void {
    const entry = this.#entries.get(block)
    if (entry !== undefined && bytes > (entry.holds?.bytes ?? 0)) entry.holds = { name, bytes }
  }

  /** The name of what a block is of that stays in the memory, if it is. */
  residentIn(block: Block): string | undefined {
    const entry = this.#entries.get(block)
    return entry !== undefined && entry.address === undefined ? entry.holds?.name : undefined
  }
}
