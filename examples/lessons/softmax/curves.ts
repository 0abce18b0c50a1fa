import { abs, astype, less, linspace, log, logicalNot, neg, square, sub } from 'cotangent'
import { numbersOf, type Row } from '../numbers.js'

/** A curve by its points. */
export interface Curve {
  readonly x: Row
  readonly y: Row
}

/** The losses that the lesson plots, by name. */
export interface Curves {
  readonly absolute: Curve
  readonly squared: Curve
  /** Of an example of class 1, by the probability it is given; and the same upside down, as in the lesson. */
  readonly zeroOne: Curve
  readonly lessonZeroOne: Curve
  readonly logistic: Curve
  readonly crossEntropyOfOne: Curve
  readonly crossEntropyOfZero: Curve
}

export const curves = (): Curves => {
  const difference = linspace(-2, 2, 101)
  const probability = linspace(0, 1, 100)
  const inner = linspace(0.01, 0.99, 101)
  const overDifference = (y: typeof difference): Curve => ({ x: numbersOf(difference), y: numbersOf(y) })
  const overProbability = (y: typeof probability): Curve => ({ x: numbersOf(probability), y: numbersOf(y) })
  const overInner = (y: typeof inner): Curve => ({ x: numbersOf(inner), y: numbersOf(y) })
  const missed = less(probability, 0.5)
  return {
    absolute: overDifference(abs(difference)),
    squared: overDifference(square(difference)),
    zeroOne: overProbability(astype(missed, 'float64')),
    lessonZeroOne: overProbability(astype(logicalNot(missed), 'float64')),
    logistic: overProbability(neg(log(probability))),
    crossEntropyOfOne: overInner(neg(log(inner))),
    crossEntropyOfZero: overInner(neg(log(sub(1, inner)))),
  }
}
