import type { Arbitrary } from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import { ArgumentError, checkIsOptions, userSite } from '../tensor/index.js'
import { demands, opaqueDemands } from './demands.js'
import type { ScalarFunction } from './differences.js'
import { drawnPoint, isArbitrary } from './drawn.js'
import { gradcheck, hessiancheck, jacobiancheck } from './gradcheck.js'
import { gradcheckOpaque, type OpaqueFunction, type OpaqueOptions } from './opaque/index.js'
import type {
  GradcheckOptions,
  HandWritten,
  HandWrittenHessian,
  HandWrittenJacobian,
  VectorFunction,
} from './options.js'
import type { GradientFailure, GradientReport } from './report.js'

/** A point, or what draws points. */
export type Points<T> = T | Arbitrary<T>

/** A gradient that is to be checked: what it is of, where, and how. */
export interface GradientDescription<T> extends GradcheckOptions {
  readonly derivative?: 'gradient'
  /** The function, or the function and its gradient as it is written by hand. */
  readonly of: ScalarFunction<T> | HandWritten<T>
  readonly at: Points<T>
}

/** A Jacobian that is to be checked; one that is not written by hand says so in `derivative`. */
export type JacobianDescription<T, R> = Omit<GradcheckOptions, 'order'> & { readonly at: Points<T> } & (
    | { readonly derivative: 'jacobian'; readonly of: VectorFunction<T, R> }
    | { readonly derivative?: 'jacobian'; readonly of: HandWrittenJacobian<T, R> }
  )

/** A Hessian that is to be checked; one that is not written by hand says so in `derivative`. */
export type HessianDescription<T> = Omit<GradcheckOptions, 'order'> & { readonly at: Points<T> } & (
    | { readonly derivative: 'hessian'; readonly of: ScalarFunction<T> }
    | { readonly derivative?: 'hessian'; readonly of: HandWrittenHessian<T> }
  )

/** A derivative in any code that is to be checked, at flat numbers. */
export interface OpaqueDescription extends OpaqueOptions {
  readonly derivative?: 'gradient' | 'jacobian'
  readonly of: OpaqueFunction
  readonly at: Points<ArrayLike<number>>
}

/** What may be said anew when a described check is run. */
export type RunOptions = Pick<GradcheckOptions, 'seed' | 'runs' | 'order' | 'engine'>

/** A check that is described and not yet run: what the command line finds among a module's exports. */
export interface GradientCheck {
  readonly _tag: 'GradientCheck'
  /** The user's own `file:line:column` where it was made. */
  readonly site: string | undefined
  /** Runs it; options given here take the place of its own. */
  readonly run: (options?: RunOptions) => Either<GradientFailure, GradientReport>
}

/** Describes a check of a gradient, Jacobian or Hessian, of tensors or in any code. */
export interface DescribeCheck {
  <T>(description: GradientDescription<T>): GradientCheck
  <T, R>(description: JacobianDescription<T, R>): GradientCheck
  <T>(description: HessianDescription<T>): GradientCheck
  (description: OpaqueDescription): GradientCheck
}

/** A description whose kind is still to be told. */
interface Description extends GradcheckOptions {
  readonly derivative?: string
  readonly of: unknown
  readonly at: unknown
}

const operation = 'gradientCheck'

/** What a description says beside the options of its check. */
const own = { derivative: true, of: true, at: true }

type Run = (of: never, at: never, options: GradcheckOptions) => Either<GradientFailure, GradientReport>

const withoutOrder =
  (run: Run): Run =>
  (of, at, { order: _, ...options }) =>
    run(of, at, options)

const kinds: { readonly [derivative: string]: Run | undefined } = {
  gradient: gradcheck as Run,
  jacobian: withoutOrder(jacobiancheck as Run),
  hessian: withoutOrder(hessiancheck as Run),
}

/** Whether a point is flat numbers, as code of other libraries takes them, and not tensors. */
const isFlat = (at: unknown): boolean =>
  isArbitrary(at)
    ? isFlat(drawnPoint(at))
    : ArrayBuffer.isView(at) || (Array.isArray(at) && at.length > 0 && at.every((each) => typeof each === 'number'))

/** Of what the command line says anew, what makes sense where the arithmetic is not ours. */
const runOpaque: Run = (of, at, { order: _, engine: __, ...options }) => gradcheckOpaque(of, at, options)

/** The kind of a description in any code. */
const opaqueKindOf = ({ of, derivative }: Description): Run => {
  const written = typeof of === 'object' && of !== null && 'gradient' in of ? 'gradient' : 'jacobian'
  if (derivative !== undefined && derivative !== written)
    throw new ArgumentError({
      operation,
      problem: `the derivative ${JSON.stringify(derivative)} is not the ${written} given`,
      remedy: 'Leave it out, since what is given says what it is',
    })
  return runOpaque
}

/** The kind of a description: as it says, or as what is written by hand is named. */
const kindOf = ({ of, derivative }: Description): Run => {
  const written = Object.keys(kinds).find((kind) => typeof of === 'object' && of !== null && kind in of)
  const kind = kinds[derivative ?? written ?? 'gradient']
  if (typeof of !== 'function' && written === undefined)
    throw new ArgumentError({
      operation,
      problem: 'there is nothing to check in `of`',
      remedy: 'Give a function, or { value, gradient }, { value, jacobian } or { value, hessian }',
    })
  if (kind === undefined || (written !== undefined && derivative !== undefined && written !== derivative))
    throw new ArgumentError({
      operation,
      problem: `the derivative ${JSON.stringify(derivative)} is ${kind === undefined ? 'none that is checked' : `not the ${written} given`}`,
      remedy: `Take one of ${Object.keys(kinds).join(', ')}`,
    })
  return kind
}

const described = (description: Description): GradientCheck => {
  const flat = isFlat((Object(description) as Description).at)
  checkIsOptions(operation, description, { ...own, ...(flat ? opaqueDemands : demands) })
  const { of, at, derivative: _, ...given } = description
  const check = flat ? opaqueKindOf(description) : kindOf(description)
  return {
    _tag: 'GradientCheck',
    site: userSite(),
    run: (options = {}) => check(of as never, at as never, { ...given, ...options }),
  }
}

/**
 * Describes a check, to be run by `npx cotangent gradcheck` where a module exports it, or by its `run`. It keeps the
 * line where it was made. What is checked is told by `of`: a function to a scalar, or `{ value, gradient }`,
 * `{ value, jacobian }` or `{ value, hessian }` with a derivative written by hand; `derivative: 'jacobian'` or `'hessian'`
 * asks for that of a function. Where `at` is flat numbers, it is what `gradcheckOpaque` takes. The other options are those
 * of the checks themselves. Throws an ArgumentError for an option that
 * there is not, which plain JavaScript may hold.
 *
 * @example
 * ```ts
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { gradientCheck, sigmoid, sum, tensor } from 'cotangent'
 *
 * const at = tensor([-1, 0, 2])
 * isRight(gradientCheck({ of: (x) => sum(sigmoid(x)), at }).run()) // => true
 * isRight(gradientCheck({ derivative: 'jacobian', of: sigmoid, at }).run()) // => true
 * ```
 */
export const gradientCheck: DescribeCheck = (description: object) => described(description as Description)
