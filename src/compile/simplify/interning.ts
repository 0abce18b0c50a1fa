import { expressionOf } from '../../graph/index.js'
import { type Constant, filled, isUniform, layoutOf, rowMajor, sizeOf, type Tensor } from '../../tensor/index.js'

/** Constants of at most this many elements are the same where their elements are; longer ones where they are one object. */
const comparedElements = 16

/** An element as a key: equal keys for equal bits, NaN payloads aside. */
const keyOf = (element: number): number | string => (Object.is(element, -0) ? '-0' : element)

/** One constant for all that are the same, and its number. */
interface Entry {
  readonly constant: Constant
  readonly name: string
}

/** Tells tensors, and static attributes, that are the same. */
export class Interning {
  readonly #entries = new Map<Constant, Entry>()
  /** By type, and the element that is repeated or else all of them. */
  readonly #byValue = new Map<string, Map<number | string, Entry>>()
  readonly #numbers = new Map<unknown, number>()
  #count = 0

  /** One tensor for all that are the same constant. */
  intern(tensor: Tensor): Tensor {
    const expression = expressionOf(tensor)
    return expression._tag === 'Constant' ? this.#entryOf(expression).constant : tensor
  }

  #entryOf(constant: Constant): Entry {
    const known = this.#entries.get(constant)
    if (known !== undefined) return known
    const found = this.#sharedEntryOf(constant)
    this.#entries.set(constant, found)
    return found
  }

  #sharedEntryOf(constant: Constant): Entry {
    const { shape, dtype } = constant
    const size = sizeOf(shape)
    const { data, offset } = layoutOf(constant)
    if (size > 0 && isUniform(constant)) return this.#entryWith(constant, keyOf(data[offset]))
    if (size > comparedElements) return this.#newEntry(constant)
    const keys = Array.from(rowMajor(constant), keyOf)
    return size > 0 && keys.every((key) => Object.is(key, keys[0]))
      ? this.#entryOf(filled(dtype, shape, data[offset]))
      : this.#entryWith(constant, keys.join())
  }

  #entryWith(constant: Constant, value: number | string): Entry {
    const type = `${constant.dtype} ${constant.shape.join()}`
    let ofType = this.#byValue.get(type)
    if (ofType === undefined) {
      ofType = new Map()
      this.#byValue.set(type, ofType)
    }
    const known = ofType.get(value)
    if (known !== undefined) return known
    const made = this.#newEntry(constant)
    ofType.set(value, made)
    return made
  }

  #newEntry(constant: Constant): Entry {
    return { constant, name: `c${this.#count++}` }
  }

  /** Text that is the same for the same tensors only; of constants, for interned ones. */
  nameOf(tensor: Tensor): string {
    const expression = expressionOf(tensor)
    switch (expression._tag) {
      case 'Constant':
        return this.#entryOf(expression).name
      case 'Input':
        return `${expression.serial}`
      case 'Result':
        return expression.index === 0 ? `${expression.apply.serial}` : `${expression.apply.serial}.${expression.index}`
    }
  }

  /** Text that is the same for the same attributes only: graphs and functions are the same where they are one object. */
  showAttributes(attributes: object): string {
    let shown = ''
    for (const [key, value] of Object.entries(attributes)) shown += ` ${key}:${this.#showAttribute(value)}`
    return shown
  }

  #showAttribute(value: unknown): string {
    if (Array.isArray(value)) return value.join()
    return typeof value === 'object' || typeof value === 'function' ? `#${this.#numberOf(value)}` : String(value)
  }

  #numberOf(value: unknown): number {
    const number = this.#numbers.get(value) ?? this.#numbers.size
    this.#numbers.set(value, number)
    return number
  }
}
