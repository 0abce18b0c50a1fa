import type { Arithmetic } from '../scalar/index.js'
import type { Cells, Machine } from './machine.js'

/** The largest size of a matrix's elements; NaN where one is NaN. */
export const largestIn = <T, I>({ number, variable, loop }: Machine<T, I>, a: Cells<T, I>): T => {
  const largest = variable(number.constant(0))
  loop(0, a.shape[0], (i) =>
    loop(0, a.shape[1], (j) => largest.set(number.maximum(largest.get(), number.abs(a.load(i, j))))),
  )
  return largest.get()
}

/** Whether a number is neither infinite nor NaN. */
export const isBounded = <T>({ sub, equal, constant }: Arithmetic<T>, x: T): T => equal(sub(x, x), constant(0))

/** A power of two and its inverse. */
export interface Scale<T> {
  readonly up: T
  readonly down: T
}

/**
 * The scale of numbers up to a finite size: divided by it they are below 4, where neither their squares nor their sums
 * overflow, and the largest is 1 at least unless it is subnormal. To go down and up again rounds only what is tiny beside it.
 */
export const scaleOf = <T>({ constant, minimum, maximum, exponent, power2, neg }: Arithmetic<T>, size: T): Scale<T> => {
  const power = minimum(exponent(maximum(size, constant(2 ** -1022))), constant(1022))
  return { up: power2(power), down: power2(neg(power)) }
}

/** A length divided by the scale that it was taken in. */
export interface Length<T> extends Scale<T> {
  readonly scaled: T
}

/** The Euclidean length of a vector's elements from an index on: squares are taken in its scale, and added ascending. */
export const lengthFrom = <T, I>(
  { number, variable, loop }: Machine<T, I>,
  x: Cells<T, I>,
  from: I | number,
): Length<T> => {
  const { constant, add, mul, abs, maximum, sqrt } = number
  const largest = variable(constant(0))
  loop(from, x.shape[0], (i) => largest.set(maximum(largest.get(), abs(x.load(i)))))
  const { up, down } = scaleOf(number, largest.get())
  const total = variable(constant(0))
  loop(from, x.shape[0], (i) => {
    const element = mul(down, x.load(i))
    total.set(add(total.get(), mul(element, element)))
  })
  return { up, down, scaled: sqrt(total.get()) }
}

/** -x, and 0 where x is 0. */
export const opposite = <T>({ constant, sub }: Arithmetic<T>, x: T): T => sub(constant(0), x)

/** Turns a vector round. */
export const reverse = <T, I>({ number, loop }: Machine<T, I>, x: Cells<T, I>): void =>
  loop(0, x.shape[0], (i) => x.store(opposite(number, x.load(i)), i))

/**
 * Whether a vector points backward: whether the first of its elements that have nine tenths of the largest size, at
 * least, is negative. So which one counts does not hang on the rounding of two that are equal in size.
 */
export const pointsBackward = <T, I>(
  { number, index, counter, variable, when, loop }: Machine<T, I>,
  x: Cells<T, I>,
): I => {
  const { constant, abs, maximum, mul, less, lessEqual } = number
  const largest = variable(constant(0))
  loop(0, x.shape[0], (i) => largest.set(maximum(largest.get(), abs(x.load(i)))))
  const least = mul(constant(0.9), largest.get())
  const [isFound, isBackward] = [counter(0), counter(0)]
  loop(0, x.shape[0], (i) =>
    when(index.not(isFound.get()), () =>
      when(lessEqual(least, abs(x.load(i))), () => {
        isFound.set(index.constant(1))
        when(less(x.load(i), constant(0)), () => isBackward.set(index.constant(1)))
      }),
    ),
  )
  return isBackward.get()
}
