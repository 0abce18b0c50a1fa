import type { Address, Place } from './place.js'
import { type Code, i32, type Value, type Variable } from './wasm/index.js'

/** A function that runs loop nests in order; the variables for addresses that move serve one call after another. */
export class Driver {
  readonly code: Code
  readonly #variables: Variable<'i32'>[] = []

  constructor(code: Code) {
    this.code = code
  }

  /** The addresses of places, good until they are asked for again. */
  values(places: readonly Place[]): readonly Value<'i32'>[] {
    return places.map(({ address }, slot) => this.#value(address, slot))
  }

  #value({ base, terms }: Address, slot: number): Value<'i32'> {
    let value: Value<'i32'> = i32(base)
    for (const { counter, stride } of terms) {
      const [sum, product] = [this.#variable(slot), this.#variable(slot + 1)]
      this.code.update(product, 'i32.mul', counter, i32(stride))
      this.code.update(sum, 'i32.add', value, product)
      value = sum
    }
    return value
  }

  #variable(slot: number): Variable<'i32'> {
    this.#variables[slot] ??= this.code.variable('i32')
    return this.#variables[slot]
  }
}
