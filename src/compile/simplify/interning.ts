import { expressionOf } from '../../graph/index.js'
import { type Constant, filled, isUniform, layoutOf, rowMajor, sizeOf, type Tensor } from '../../tensor/index.js'

/** Constants of at most this many elements are the same where their elements are; longer ones where they are one object. */
const comparedElements = 16

const show = (element: number): string => (Object.is(element, -0) ? '-0' : String(element))

/** Tells tensors, and static attributes, that are the same. */
export class Interning {
  readonly #representatives = new Map<Constant, Constant>()
  readonly #byValue = new Map<string, Constant>()
  readonly #numbers = new WeakMap<object, number>()
  #count = 0

  /** One tensor for all that are the same constant. */
  intern(tensor: Tensor): Tensor {
    const expression = expressionOf(tensor)
    if (expression._tag !== 'Constant') return tensor
    const known = this.#representatives.get(expression)
    if (known !== undefined) return known
    const found = this.#representativeOf(expression)
    this.#representatives.set(expression, found)
    return found
  }

  #representativeOf(constant: Constant): Constant {
    const size = sizeOf(constant.shape)
    const uniform = size > 0 && isUniform(constant)
    if (size > comparedElements && !uniform) return constant
    const { data, offset } = layoutOf(constant)
    const elements = uniform ? data.subarray(offset, offset + 1) : rowMajor(constant)
    const [first, ...rest] = Array.from(elements, show)
    const repeated = first !== undefined && rest.every((each) => each === first)
    const value = repeated ? `all ${first}` : [first, ...rest].join(' ')
    const key = `${constant.dtype}[${constant.shape.join()}] ${value}`
    const known = this.#byValue.get(key)
    if (known !== undefined) return known
    const made = repeated && !uniform ? filled(constant.dtype, constant.shape, elements[0]) : constant
    this.#byValue.set(key, made)
    return made
  }

  /** Text that is the same for the same tensors only; of constants, for interned ones. */
  nameOf(tensor: Tensor): string {
    const expression = expressionOf(tensor)
    switch (expression._tag) {
      case 'Constant':
        return `c${this.#numberOf(expression)}`
      case 'Input':
        return `${expression.serial}`
      case 'Result':
        return `${expression.apply.serial}.${expression.index}`
    }
  }

  /** Text that is the same for the same attributes only: graphs and functions are the same where they are one object. */
  showAttributes(attributes: object): string {
    let shown = ''
    for (const [key, value] of Object.entries(attributes)) shown += `${key}:${this.#showAttribute(value)};`
    return shown
  }

  #showAttribute(value: unknown): string {
    if (Array.isArray(value)) return JSON.stringify(value)
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
    return isObject ? `#${this.#numberOf(value)}` : String(value)
  }

  #numberOf(object: object): number {
    const number = this.#numbers.get(object) ?? ++this.#count
    this.#numbers.set(object, number)
    return number
  }
}
