import { MemoryError } from '../tensor/index.js'

/** A run of the arena's bytes, and how many places still lie in it. */
export interface Block {
  readonly address: number
  readonly bytes: number
  holders: number
}

const alignment = 16

/** Addresses are 32-bit. */
const capacity = 2 ** 32

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment

interface Gap {
  readonly address: number
  readonly bytes: number
  /** Where it stands in the list of its grade. */
  index: number
}

const gradeOf = (bytes: number): number => 31 - Math.clz32(bytes / alignment)

/**
 * Plans the arena of one program: gives out blocks, and takes back those that nothing holds any more. Gaps are kept by
 * grade, of sizes from 2^grade up, and joined with their neighbours, so that every request takes constant time.
 */
export class Arena {
  readonly #grades: Gap[][] = Array.from({ length: 33 }, () => [])
  readonly #byStart = new Map<number, Gap>()
  readonly #byEnd = new Map<number, Gap>()
  #extent = 0

  /** Bytes that the program needs in all. */
  get extent(): number {
    return this.#extent
  }

  allocate(bytes: number): Block {
    const needed = aligned(bytes)
    if (needed === 0) return { address: 0, bytes: 0, holders: 1 }
    const gap = this.#find(needed)
    if (gap === undefined) return this.fresh(bytes)
    this.#drop(gap)
    if (gap.bytes > needed) this.#add(gap.address + needed, gap.bytes - needed)
    return { address: gap.address, bytes: needed, holders: 1 }
  }

  /** A block of bytes that nothing used before: what lies there when the program starts is there when it comes to use it. */
  fresh(bytes: number): Block {
    const block = { address: this.#extent, bytes: aligned(bytes), holders: 1 }
    this.#extent += block.bytes
    if (this.#extent > capacity)
      throw new MemoryError({
        operation: 'jit',
        problem: `the program needs more than ${capacity / 2 ** 30} GiB at once, which is all that WebAssembly addresses`,
        remedy: 'Work in smaller batches, or in float32',
      })
    return block
  }

  hold(block: Block): void {
    block.holders++
  }

  release(block: Block): void {
    if (--block.holders > 0 || block.bytes === 0) return
    const before = this.#byEnd.get(block.address)
    const after = this.#byStart.get(block.address + block.bytes)
    if (before !== undefined) this.#drop(before)
    if (after !== undefined) this.#drop(after)
    this.#add(before?.address ?? block.address, (before?.bytes ?? 0) + block.bytes + (after?.bytes ?? 0))
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
