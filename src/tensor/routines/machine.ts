import type { Arithmetic } from '../scalar/index.js'
import type { Shape } from '../shape.js'

/** An element that changes in the course of a routine; `get` gives what it holds at that moment. */
export interface Variable<E> {
  readonly get: () => E
  readonly set: (value: E) => void
}

/**
 * Part of an array: elements at indices along some axes. What a routine is given or asks for holds no particular values
 * until it is written. Every element that is stored is rounded to the array's dtype.
 */
export interface Cells<E, I> {
  readonly shape: Shape
  /** The cells at one index of the first axis; made once, it spares the inner loops that part of the address. */
  readonly at: (index: I | number) => Cells<E, I>
  /**
   * The element at one index for each axis, of which there are two at most; of more, `at` leaves as many. To reach
   * outside is a RangeError where the algorithm runs at once, and unchecked in code.
   */
  readonly load: (i?: I | number, j?: I | number) => E
  readonly store: (element: E, i?: I | number, j?: I | number) => void
}

/**
 * A machine that runs algorithms on arrays, as an algebra like `Arithmetic`: an algorithm written against it means the
 * same to every engine that gives an instance, to the bit. `T` are numbers: float64 where the arrays hold floats, int32
 * where they hold int32 or bool. `I` are int32 indices and counts. Of a float32 array an element is widened as it is
 * loaded and rounded as it is stored; between the two, and in variables, everything is float64.
 *
 * Conditions are truth values of either arithmetic. An instance may run the algorithm, or run it once to write code for
 * it, where the bodies of loops and both bodies of `when` run once. So what changes in the course of an algorithm has
 * to be a `Variable` or an element of cells, never a JavaScript variable.
 */
export interface Machine<T, I> {
  readonly number: Arithmetic<T>
  readonly index: Arithmetic<I>
  /** Bits that an operation on numbers keeps, at least: 53 where they are float64. What is to be negligible goes by it. */
  readonly precision: number
  /** The natural logarithm of a number, with as many digits as the numbers have (floats). */
  readonly log: (x: T) => T
  /** A truth value of numbers as one of indices, to be combined with others. */
  readonly truth: (condition: T) => I
  /** A number, or a truth value, that changes. */
  readonly variable: (initial: T) => Variable<T>
  /** An index, or a truth value, that changes. */
  readonly counter: (initial: I | number) => Variable<I>
  /** Room for numbers of the dtype that the operands have. */
  readonly numbers: (shape: Shape) => Cells<T, I>
  /** Room for numbers that are not rounded as they are stored: float64 where the operands hold floats. */
  readonly wide: (shape: Shape) => Cells<T, I>
  /** Room for indices. */
  readonly indices: (shape: Shape) => Cells<I, I>
  /** Runs one of two bodies. */
  readonly when: (condition: T | I, then: () => void, otherwise?: () => void) => void
  /** Runs a body for every index from `from` up to but not including `to`, which are looked at once. */
  readonly loop: (from: I | number, to: I | number, body: (index: I) => void) => void
  /** Runs a body as long as a condition holds. */
  readonly loopWhile: (condition: () => T | I, body: () => void) => void
}
