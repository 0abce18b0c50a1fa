import type { Arbitrary } from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import { answer } from './answer.js'
import { checkGiven, checkOptions, demands, demandsOfOneOrder } from './demands.js'
import type { ScalarFunction } from './differences.js'
import type {
  GradcheckOptions,
  HandWritten,
  HandWrittenHessian,
  HandWrittenJacobian,
  VectorFunction,
} from './options.js'
import { gradientQuestions, hessianQuestions, jacobianQuestions } from './question.js'
import type { GradientFailure, GradientReport } from './report.js'

/**
 * Checks the gradient of a function to a scalar at a point, a tensor or a tree of tensors, or at points that a fast-check
 * arbitrary draws: every entry of the analytic gradient, by `grad` (by `jacfwd` with `mode: 'forward'`) or as it is written
 * by hand in `{ value, gradient }`, against difference quotients.
 *
 * No tolerance is to be chosen. Function and gradient are traced and evaluated with some 31 digits, so that one constant,
 * 2^-34 of the entry, separates right from wrong: at steps of 2^-45 the truncation of the central quotient is far less.
 * (The constants in float32 code are rounded to that, and so it is 2^-21 there; where a value is so much larger than its
 * slope that its rounding shows, that is added.) The quotients of both sides must be within 2^-30, as kinks tell. Where
 * they are not, steps are searched for which truncation and rounding together are least, and both are bounded from the
 * function's own values: truncation from differences at several steps (Richardson), rounding from sixth differences of
 * neighbouring values (J. J. Moré and S. M. Wild, "Estimating computational noise", 2011). At a kink any value between the
 * slopes of its two sides is right; of a gradient by hand, entries that share a kink are moved
 * together as well. What the function takes from outside counts as constant; values that it reads are followed, by
 * tracing it anew at every point.
 *
 * `order: 2` checks the Hessian too, `batched: true` the gradients by `vmap`, `fast: true` random projections in place of
 * entries, `engine: 'wasm'` in the leaves' own arithmetic, whose noise is then measured.
 *
 * Gives Left a `GradientFailure` (`wrong`, `illConditioned`, `discontinuous`, `nonFinite`, `nonDeterministic`): its text
 * shows the worst entry, the likely mistake, the smallest point that fails and how to replay it; or Right a
 * `GradientReport`. Throws a DTypeError for a point of integers, a ShapeError where the function's value is no scalar or
 * the gradient is not like the point, an ArgumentError for what is no function and for options that there are not.
 *
 * @example
 * ```ts
 * import { isLeft, isRight } from 'fp-ts/lib/Either.js'
 * import { gradcheck, mul, sigmoid, sub, sum, type Tensor, tensor } from 'cotangent'
 *
 * const x = tensor([-1, 0, 2])
 * isRight(gradcheck((x) => sum(sigmoid(x)), x)) // => true
 *
 * const slope = (x: Tensor<[3], 'float64'>) => mul(sigmoid(x), sub(1, sigmoid(x)))
 * isRight(gradcheck({ value: (x) => sum(sigmoid(x)), gradient: slope }, x)) // => true
 * isLeft(gradcheck({ value: (x) => sum(sigmoid(x)), gradient: (x) => slope(sigmoid(x)) }, x)) // => true
 * ```
 */
export const gradcheck = <T>(
  f: ScalarFunction<T> | HandWritten<T>,
  at: T | Arbitrary<T>,
  options: GradcheckOptions = {},
): Either<GradientFailure<T>, GradientReport> => {
  checkGiven('gradcheck', f, 'gradient')
  checkOptions('gradcheck', options, demands)
  return answer(gradientQuestions(f, options), at, options)
}

/**
 * Checks the Jacobian of a function to a tensor or a tree of tensors at a point, as `gradcheck` checks a gradient: every
 * element, by `jacrev` (by `jacfwd` with `mode: 'forward'`) or as it is written by hand in `{ value, jacobian }`, in which
 * the tree of the result holds trees of the argument, each leaf `[...Out, ...In]`.
 *
 * @example
 * ```ts
 * import { jacobiancheck, matmul, tanh, type Tensor, tensor } from 'cotangent'
 *
 * const weights = tensor([[1, 2], [3, 4], [5, 6]])
 * const layer = (x: Tensor<[3], 'float64'>) => tanh(matmul(x, weights))
 *
 * jacobiancheck(layer, tensor([0.1, -0.2, 0.3]))._tag // => 'Right'
 * ```
 */
export const jacobiancheck = <T, R>(
  f: VectorFunction<T, R> | HandWrittenJacobian<T, R>,
  at: T | Arbitrary<T>,
  options: Omit<GradcheckOptions, 'order'> = {},
): Either<GradientFailure<T>, GradientReport> => {
  checkGiven('jacobiancheck', f, 'jacobian')
  checkOptions('jacobiancheck', options, demandsOfOneOrder)
  return answer(jacobianQuestions(f, options), at, options)
}

/**
 * Checks the Hessian of a function to a scalar at a point, as `gradcheck` checks a gradient: every element, by `hessian`
 * or as it is written by hand in `{ value, hessian }`, against differences of the gradient.
 *
 * @example
 * ```ts
 * import { hessiancheck, power, sum, type Tensor, tensor } from 'cotangent'
 *
 * hessiancheck((x: Tensor<[2], 'float64'>) => sum(power(x, 3)), tensor([1, 2]))._tag // => 'Right'
 * ```
 */
export const hessiancheck = <T>(
  f: ScalarFunction<T> | HandWrittenHessian<T>,
  at: T | Arbitrary<T>,
  options: Omit<GradcheckOptions, 'order'> = {},
): Either<GradientFailure<T>, GradientReport> => {
  checkGiven('hessiancheck', f, 'hessian')
  checkOptions('hessiancheck', options, demandsOfOneOrder)
  return answer(hessianQuestions(f, options), at, options)
}
