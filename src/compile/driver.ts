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
    let value: Value<'i32'> | undefined = base === 0 ? undefined : i32(base)
    for (const { counter, stride } of terms) {
      const distance = stride === 1 ? counter : this.#product(counter, stride, value === undefined ? slot : slot + 1)
      value = value === undefined ? distance : this.#sum(value, distance, slot)
    }
    return value ?? i32(base)
  }

  #product(counter: Variable<'i32'>, stride: number, slot: number): Variable<'i32'> {
    const product = this.#variable(slot)
    this.code.update(product, 'i32.mul', counter, i32(stride))
    return product
  }

  #sum(a: Value<'i32'>, b: Value<'i32'>, slot: number): Variable<'i32'> {
    const sum = this.#variable(slot)
    this.code.update(sum, 'i32.add', a, b)
    return sum
  }

  #variable(slot: number): Variable<'i32'> {
    this.#variables[slot] ??= this.code.variable('i32')
    return this.#variables[slot]
  }
}
