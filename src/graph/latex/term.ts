import type { Shape } from '../../tensor/index.js'

/** An expression as it is read: an operation on others, an input or a constant. Equal ones are one and the same object. */
export interface Term {
  /** The primitive, or `input`, `number`, `array`. */
  readonly op: string
  readonly operands: readonly Term[]
  readonly shape: Shape
  readonly attributes: { readonly [key: string]: unknown }
  /** Which result of several; which input; what number. */
  readonly value: number
  /** Order of creation. */
  readonly serial: number
}

/** Makes terms, each once. */
export interface Terms {
  readonly make: (
    op: string,
    operands: readonly Term[],
    shape: Shape,
    attributes?: { readonly [key: string]: unknown },
    value?: number,
  ) => Term
}
