import { gatherPack, type KernelHost, loadPack, type Pack, scatterPack, splat, storePack } from '../vector/index.js'
import type { Code, Variable } from '../wasm/index.js'
import { evaluate } from './expression.js'
import { type Loop, neighbourStride, streamsOf } from './loop.js'
import type { Lanes } from './steps.js'

/** A loop whose axes are in the order in which they are walked, and what is known of them. */
export interface Walk {
  readonly loop: Loop
  /** The axis along which neighbours are computed side by side; what is reduced, if anything, comes after or is it. */
  readonly vector: number
  /** The axis whose length the function is told, and a power of two that divides it. */
  readonly divided: number
  readonly unit: number
}

/** Reads and writes of a loop at pointers, side by side along the vector axis. */
export class Access {
  readonly code: Code
  readonly host: KernelHost
  readonly walk: Walk
  readonly #strides: readonly number[]

  constructor(code: Code, host: KernelHost, walk: Walk) {
    this.code = code
    this.host = host
    this.walk = walk
    this.#strides = streamsOf(walk.loop).map(({ strides }) => strides[walk.vector])
  }

  /** What does not change along the vector axis, loaded once, `offsets` bytes ahead of the pointers. */
  fixed(pointers: readonly Variable<'i32'>[], offsets: readonly number[] = []): readonly (Pack | undefined)[] {
    return this.walk.loop.reads.map(({ place }, index) =>
      this.#strides[index] === 0
        ? loadPack(this.code, place.dtype, 1, pointers[index], offsets[index] ?? 0)
        : undefined,
    )
  }

  /** What the expression gives for some elements, `offsets` bytes ahead of the pointers, having stored what it writes. */
  at(
    pointers: readonly Variable<'i32'>[],
    lanes: Lanes,
    offsets: readonly number[],
    fixed: readonly (Pack | undefined)[] = [],
  ): Pack | undefined {
    const { expression, reads, writes } = this.walk.loop
    const values = reads.map((_, index) => this.#read(index, pointers[index], lanes, offsets[index], fixed[index]))
    const { writes: stored, reduced } = evaluate(this.code, this.host, expression, values, lanes)
    writes.forEach((_, index) => {
      const which = reads.length + index
      this.write(which, pointers[which], stored[index], offsets[which])
    })
    return reduced
  }

  #read(index: number, pointer: Variable<'i32'>, lanes: Lanes, offset: number, fixed: Pack | undefined): Pack {
    const stream = this.walk.loop.reads[index]
    const { dtype } = stream.place
    const stride = this.#strides[index]
    if (stride === 0) return splat(this.code, fixed ?? loadPack(this.code, dtype, 1, pointer, offset), lanes)
    if (lanes === 1 || stride === neighbourStride(stream)) return loadPack(this.code, dtype, lanes, pointer, offset)
    return gatherPack(this.code, dtype, lanes, pointer, stride, offset)
  }

  write(index: number, pointer: Variable<'i32'>, pack: Pack, offset = 0): void {
    const stride = this.#strides[index]
    const stream = streamsOf(this.walk.loop)[index]
    if (pack.lanes === 1 || stride === neighbourStride(stream)) storePack(this.code, pointer, pack, offset)
    else scatterPack(this.code, pointer, pack, stride, offset)
  }
}
