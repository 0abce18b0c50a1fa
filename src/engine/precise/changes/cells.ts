import type { TypedArray } from '../../../tensor/index.js'
import { fromParts, type Parts, type Precise, partsOf } from '../precise.js'

/** Whether two numbers are the same bits, or both NaN. The sign of a low part that is 0 means nothing. */
const isSame = (a: number, b: number): boolean =>
  a === b ? a !== 0 || 1 / a === 1 / b : Number.isNaN(a) && Number.isNaN(b)

/** A tensor's elements in row-major order: as they were at first, as they are now, and where the two differ. */
export class Cells {
  /** As it was at first, and its elements. */
  readonly first: Precise
  readonly before: Parts
  readonly size: number
  /** Where elements differ, in the order in which they were written: the first `count` numbers. */
  readonly places: Int32Array
  count = 0
  /** As they are now, for reading only. */
  readonly high: TypedArray
  /** Of floats; zeros where there is nothing. */
  readonly low: Float64Array | undefined
  readonly #differs: Uint8Array

  constructor(value: Precise) {
    const before = partsOf(value)
    const isPair = before.high instanceof Float64Array
    this.first = value
    this.size = before.high.length
    this.before = isPair ? { high: before.high, low: before.low ?? new Float64Array(this.size) } : before
    this.high = before.high.slice()
    this.low = this.before.low?.slice()
    this.places = new Int32Array(this.size)
    this.#differs = new Uint8Array(this.size)
  }

  /** Writes an element, once at most between two times of being restored. */
  write(at: number, high: number, low: number): void {
    const { high: highBefore, low: lowBefore } = this.before
    if (isSame(high, highBefore[at]) && (lowBefore === undefined || low === lowBefore[at])) return
    this.high[at] = high
    if (this.low !== undefined) this.low[at] = low
    if (this.#differs[at] === 1) return
    this.#differs[at] = 1
    this.places[this.count++] = at
  }

  differsAt(at: number): boolean {
    return this.#differs[at] === 1
  }

  /** Writes all elements. */
  writeAll(value: Precise): void {
    const { high, low } = partsOf(value)
    for (let at = 0; at < this.size; at++) this.write(at, high[at], low === undefined ? 0 : low[at])
  }

  /** Copies elements back as they were at first. */
  reset(at: number): void {
    const { high, low } = this.before
    this.high[at] = high[at]
    if (this.low !== undefined && low !== undefined) this.low[at] = low[at]
    this.#differs[at] = 0
  }

  restore(): void {
    for (let index = 0; index < this.count; index++) this.reset(this.places[index])
    this.count = 0
  }

  /** As it is now, over the arrays that are written to: to be used up before they are. */
  view(): Precise {
    return fromParts(this.first, this)
  }

  /** As it is now, to stay. */
  copy(): Precise {
    return fromParts(this.first, { high: this.high.slice(), low: this.low?.slice() })
  }
}
