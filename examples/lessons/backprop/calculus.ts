import {
  type DTypeError,
  derivative,
  grad,
  item,
  mse,
  numericalGradient,
  partialDerivative,
  type Tensor,
  tensor,
} from 'cotangent'
import * as Either from 'fp-ts/lib/Either.js'
import { numbersOf, type Row } from '../numbers.js'
import { parabola, quadratic } from './formulas.js'

/** A derivative by forward difference, beside the exact one. */
export interface Slope {
  readonly x: number
  readonly epsilon: number
  readonly numeric: number
  readonly exact: number
}

export interface Calculus {
  /** Of 0.05 x^2 + 0.8 x. */
  readonly derivatives: readonly Slope[]
  /** Of 2 x^2 + 3 x y + 5 y^2 at (2, 3), for several epsilons. */
  readonly partials: readonly { readonly epsilon: number; readonly numeric: Row }[]
  readonly gradient: Row
  readonly exactGradient: Row
  /** What is said of the same at integers, where the lesson's own code gives (0, 0). */
  readonly ofIntegers: string
  /** Of [1, 2, 3] and [1.5, 2.5, 2]. */
  readonly meanSquaredError: number
}

const point = tensor([2, 3])

const slopes = (epsilon: number): readonly Slope[] =>
  [-3, 0, 0.5, 1, 2, 10].map((x) => ({
    x,
    epsilon,
    numeric: item(derivative(parabola, x, { epsilon })),
    exact: item(grad(parabola)(tensor(x))),
  }))

const partials = (epsilon: number) => ({
  epsilon,
  numeric: [0, 1].map((index) => item(partialDerivative(quadratic, point, index, { epsilon }))),
})

const atIntegers = (): string => {
  const integers = tensor([2, 3], { dtype: 'int32' }) as unknown as Tensor<[2], 'float64'>
  const attempt = Either.tryCatch(
    () => partialDerivative(quadratic, integers, 0),
    (error) => (error as DTypeError).problem,
  )
  return Either.isLeft(attempt) ? attempt.left : 'a value'
}

/** Derivatives by differences, and the mean squared error. */
export const calculus = (): Calculus => ({
  derivatives: [0.1, 1e-6].flatMap(slopes),
  partials: [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8].map(partials),
  gradient: numbersOf(numericalGradient(quadratic, point)),
  exactGradient: numbersOf(grad(quadratic)(point)),
  ofIntegers: atIntegers(),
  meanSquaredError: item(mse(tensor([1.5, 2.5, 2]), tensor([1, 2, 3]))),
})
