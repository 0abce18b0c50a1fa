import type { Either } from 'fp-ts/lib/Either.js'
import { userSite } from '../tensor/index.js'
import type { ScalarFunction } from './differences.js'
import { gradcheck } from './gradcheck.js'
import type { GradcheckOptions, HandWritten } from './options.js'
import type { GradientFailure, GradientReport } from './report.js'

/** What is to be checked, where, and how. */
export interface GradientCheckDescription<T> extends GradcheckOptions {
  /** The function, or the function and its gradient as it is written by hand. */
  readonly of: ScalarFunction<T> | HandWritten<T>
  /** The point. */
  readonly at: T
}

/** A check that is described and not yet run: what the command line finds among a module's exports. */
export interface GradientCheck {
  readonly _tag: 'GradientCheck'
  /** The user's own `file:line:column` where it was made. */
  readonly site: string | undefined
  /** Runs it; options given here take the place of its own. */
  readonly run: (options?: GradcheckOptions) => Either<GradientFailure, GradientReport>
}

/**
 * Describes a check of a gradient, to be run by `npx cotangent gradcheck` where a module exports it, or by its `run`.
 * It keeps the line where it was made.
 *
 * @example
 * ```ts
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { gradientCheck, sigmoid, sum, tensor } from 'cotangent'
 *
 * const logistic = gradientCheck({ of: (x) => sum(sigmoid(x)), at: tensor([-1, 0, 2]) })
 * isRight(logistic.run()) // => true
 * ```
 */
export const gradientCheck = <T>({ of, at, ...own }: GradientCheckDescription<T>): GradientCheck => ({
  _tag: 'GradientCheck',
  site: userSite(),
  run: (options = {}) => gradcheck(of, at, { ...own, ...options }),
})
