import { bytesOf, type Shape, sizeInBytes, type TensorType } from '../../tensor/index.js'
import type { Block } from '../arena.js'
import type { Assembly } from '../assembly.js'
import type { Latitude } from '../latitude.js'
import { wholeLines } from '../lines.js'
import type { Place } from '../place.js'
import { type Ground, sliceIn } from './describe.js'

/** Rooms in which every thread keeps what passes along for the slice that it works on. */
export class Rooms implements Ground {
  readonly latitude: Latitude
  readonly #assembly: Assembly
  readonly #bytes = new Map<Block, number>()

  constructor(assembly: Assembly) {
    this.latitude = assembly.latitude
    this.#assembly = assembly
  }

  /** A place for all of a tensor. */
  place(type: TensorType, wanted: Place | undefined): Place {
    return wanted !== undefined && this.#bytes.has(wanted.block) ? wanted : this.#assembly.place(type, wanted)
  }

  /** A place for slices of a tensor, so many indices of an axis: as if it were all of it, but for its strides there. */
  slice({ dtype, shape }: TensorType, axis: number, size: number): Place {
    return sliceIn(this.#take(dtype, shape.with(axis, size)), shape, axis, size)
  }

  /** So many bytes. */
  bytes(size: number): Place {
    return this.#take('bool', [size])
  }

  /** How many bytes one thread's room is from the next one's, where a place is in such rooms. */
  distance({ block }: Place): number | undefined {
    return this.#bytes.get(block)
  }

  release(): void {
    for (const block of this.#bytes.keys()) this.#assembly.arena.release(block)
  }

  #take(dtype: TensorType['dtype'], shape: Shape): Place {
    const bytes = wholeLines(sizeInBytes({ dtype, shape }))
    const place = this.#assembly.allocate({ dtype, shape: [(bytes / bytesOf(dtype)) * this.#assembly.threads] })
    this.#bytes.set(place.block, bytes)
    return place
  }
}
