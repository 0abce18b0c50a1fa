import { MemoryError } from '../tensor/index.js'
import { addressable } from './layout.js'

/** A run of the arena's bytes, and how many places still lie in it. */
export interface Block {
  readonly address: number
  readonly bytes: number
  holders: number
}

const alignment = 16

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment

/** The error of a program that needs some bytes at once. */
export const outOfMemory = (bytes: number): MemoryError =>
  new MemoryError({
    operation: 'jit',
    problem: `the program needs ${(bytes / 2 ** 30).toFixed(2)} GiB at once, more than ${
      bytes > addressable ? `the ${addressable / 2 ** 30} GiB that WebAssembly addresses` : 'the machine gives'
    }`,
    remedy: 'Work in smaller batches, or in float32',
  })

interface Gap {
  readonly address: number
  readonly bytes: number
  /** Where it stands in the list of its grade. */
  index: number
}

const gradeOf = (bytes: number): number => 31 - Math.clz32(bytes / alignment)

/**
 * Gives out blocks of the memory from an address on, and takes back those that nothing holds any more. Gaps are kept by
 * grade, of sizes from 2^grade up, and joined with their neighbours, so that every request takes constant time.
 */
export class Arena {
  readonly #grades: Gap[][] = Array.from({ length: 33 }, () => [])
  readonly #byStart = new Map<number, Gap>()
  readonly #byEnd = new Map<number, Gap>()
  #extent: number
  #held = 0
  #mostHeld = 0

  constructor(start = 0) {
    this.#extent = start
  }

  /** Where the bytes end that any block has had. */
  get extent(): number {
    return this.#extent
  }

  /** Whether there is room for a block. */
  hasRoom(bytes: number): boolean {
    const needed = aligned(bytes)
    return this.#extent + needed <= addressable || (needed <= addressable && this.#find(needed) !== undefined)
  }

  allocate(bytes: number): Block {
    const needed = aligned(bytes)
    if (needed === 0) return { address: 0, bytes: 0, holders: 1 }
    const gap = this.#find(needed)
    if (gap === undefined) return this.fresh(bytes)
    this.#drop(gap)
    if (gap.bytes > needed) this.#add(gap.address + needed, gap.bytes - needed)
    this.#count(needed)
    return { address: gap.address, bytes: needed, holders: 1 }
  }

  /** A block of bytes that nothing used before: what lies there when the program starts is there when it comes to use it. */
  fresh(bytes: number): Block {
    const block = { address: this.#extent, bytes: aligned(bytes), holders: 1 }
    if (block.address + block.bytes > addressable) throw outOfMemory(block.address + block.bytes)
    this.#extent += block.bytes
    this.#count(block.bytes)
    return block
  }

  hold(block: Block): void {
    block.holders++
  }

  release(block: Block): void {
    if (--block.holders > 0 || block.bytes === 0) return
    this.#count(-block.bytes)
    const before = this.#byEnd.get(block.address)
    const after = this.#byStart.get(block.address + block.bytes)
    if (before !== undefined) this.#drop(before)
    if (after !== undefined) this.#drop(after)
    this.#add(before?.address ?? block.address, (before?.bytes ?? 0) + block.bytes + (after?.bytes ?? 0))
  }

  /** What `work` gives, and how many bytes it holds at most beside those that it leaves held. */
  watch<A>(work: () => A): { readonly result: A; readonly passing: number } {
    const most = this.#mostHeld
    this.#mostHeld = this.#held
    const result = work()
    const passing = this.#mostHeld - this.#held
    this.#mostHeld = Math.max(most, this.#mostHeld)
    return { result, passing }
  }

  #count(bytes: number): void {
    this.#held += bytes
    this.#mostHeld = Math.max(this.#mostHeld, this.#held)
  }

  /** A gap of the same grade if the last one there is large enough, otherwise any of a higher grade. */
  #find(bytes: number): Gap | undefined {
    const grade = gradeOf(bytes)
    const same = this.#grades[grade].at(-1)
    if (same !== undefined && same.bytes >= bytes) return same
    return this.#grades.find((gaps, larger) => larger > grade && gaps.length > 0)?.at(-1)
  }

  #add(address: number, bytes: number): void {
    const gaps = this.#grades[gradeOf(bytes)]
    const gap = { address, bytes, index: gaps.length }
    gaps.push(gap)
    this.#byStart.set(address, gap)
    this.#byEnd.set(address + bytes, gap)
  }

  /** The last gap of the grade takes its place in the list. */
  #drop({ address, bytes, index }: Gap): void {
    const gaps = this.#grades[gradeOf(bytes)]
    const last = gaps.pop() as Gap
    if (index < gaps.length) {
      gaps[index] = last
      last.index = index
    }
    this.#byStart.delete(address)
    this.#byEnd.delete(address + bytes)
  }
}
