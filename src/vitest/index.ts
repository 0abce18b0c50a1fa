/** The face of src/vitest: importing it adds matchers of derivatives and laws to `expect`, and tells its `toEqual` of tensors. */
import type fc from 'fast-check'
import { expect } from 'vitest'
import type { Law } from '../../laws/index.js'
import {
  type GradcheckOptions,
  gradientCheck,
  type OpaqueJacobian,
  type OpaqueJvp,
  type OpaqueOptions,
  type OpaqueScalar,
  type OpaqueVjp,
  type Points,
} from '../check/index.js'
import type { FloatDType, Tensor } from '../tensor/index.js'
import { tensors } from './equality.js'
import { type Matching, matched } from './matching.js'
import { type Satisfiable, satisfied } from './satisfying.js'

/** A function to a scalar. */
type Scalar<X> = (x: X) => Tensor<[], FloatDType>

/** Where a derivative is checked, and how. */
export type CheckedAt<X, Options = GradcheckOptions> = Options & { readonly at: Points<X> }

/** The same of second derivatives and Jacobians, which have no order. */
type WithoutOrder = Omit<GradcheckOptions, 'order'>

/** Where the gradient of what `expect` received is checked; a sentence fits nothing where that has no gradient. */
export type GradientAt<F> =
  F extends Scalar<infer X>
    ? CheckedAt<X>
    : F extends { readonly value: Scalar<infer X>; readonly gradient: unknown }
      ? CheckedAt<X>
      : F extends OpaqueScalar
        ? CheckedAt<ArrayLike<number>, OpaqueOptions>
        : 'no gradient: expect a function to a scalar, or { value, gradient }'

/** The same of a Jacobian. */
export type JacobianAt<F> = F extends (x: infer X) => unknown
  ? CheckedAt<X, WithoutOrder>
  : F extends OpaqueJacobian | OpaqueVjp | OpaqueJvp
    ? CheckedAt<ArrayLike<number>, OpaqueOptions>
    : F extends { readonly value: (x: infer X) => unknown; readonly jacobian: unknown }
      ? CheckedAt<X, WithoutOrder>
      : 'no Jacobian: expect a function to tensors, or { value, jacobian }'

/** The same of a Hessian. */
export type HessianAt<F> =
  F extends Scalar<infer X>
    ? CheckedAt<X, WithoutOrder>
    : F extends { readonly value: Scalar<infer X>; readonly hessian: unknown }
      ? CheckedAt<X, WithoutOrder>
      : 'no Hessian: expect a function to a scalar, or { value, hessian }'

/** What a law must be too, where it is about other arguments than `expect` received. */
export interface OtherArguments {
  readonly problem: 'the law is about other arguments than those expected to satisfy it'
}

/**
 * Nothing more where a law of A is about what `expect` received: a tuple, an arbitrary of one, or a list whose length its
 * type does not tell, of arguments of those kinds.
 */
export type About<T, A extends readonly unknown[]> =
  T extends fc.Arbitrary<infer Drawn>
    ? Drawn extends Readonly<A>
      ? unknown
      : OtherArguments
    : T extends Readonly<A>
      ? unknown
      : T extends readonly unknown[]
        ? number extends T['length']
          ? T[number] extends A[number]
            ? unknown
            : OtherArguments
          : OtherArguments
        : OtherArguments

/** The matchers of derivatives that `import 'cotangent/vitest'` adds to `expect(f)`. */
export interface DerivativeMatchers<F> {
  /** The gradient of a function to a scalar is right: automatic, or as `{ value, gradient }` has it. */
  toHaveCorrectGradient(check: GradientAt<F>): void
  /** The Jacobian of a function to tensors is right: automatic, or as `{ value, jacobian }` has it. */
  toHaveCorrectJacobian(check: JacobianAt<F>): void
  /** The Hessian of a function to a scalar is right: automatic, or as `{ value, hessian }` has it. */
  toHaveCorrectHessian(check: HessianAt<F>): void
}

/** `toSatisfy` with laws beside the predicates that vitest's own takes. */
export interface SatisfyMatcher<T> {
  /** A predicate is true of the value. */
  // biome-ignore lint/suspicious/noExplicitAny: as vitest has it
  (predicate: (value: any) => boolean, message?: string): void
  /** A law holds of its arguments, or of all that an arbitrary draws. */
  <A extends readonly unknown[]>(law: Law<A> & About<T, A>): void
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: all declarations of an interface write its parameters alike
  interface Assertion<T = any> extends DerivativeMatchers<T> {
    toSatisfy: SatisfyMatcher<T>
  }
  // biome-ignore lint/suspicious/noExplicitAny: what is matched is not known there
  interface AsymmetricMatchersContaining extends DerivativeMatchers<any> {}
}

/** What is asked for by a matcher, where the function is not written by hand. */
const derivatives = {
  toHaveCorrectGradient: 'gradient',
  toHaveCorrectJacobian: 'jacobian',
  toHaveCorrectHessian: 'hessian',
} as const

const matcherOf = (name: keyof typeof derivatives) =>
  function matcher(this: Matching, received: unknown, check: object) {
    const derivative = derivatives[name]
    const description = { ...check, of: received, derivative } as never
    return matched(name, derivative, gradientCheck(description).run(), this)
  }

expect.addEqualityTesters([tensors])

expect.extend({
  toHaveCorrectGradient: matcherOf('toHaveCorrectGradient'),
  toHaveCorrectJacobian: matcherOf('toHaveCorrectJacobian'),
  toHaveCorrectHessian: matcherOf('toHaveCorrectHessian'),
  toSatisfy(this: Matching, received: unknown, expected: Satisfiable, message?: string) {
    return satisfied(received, expected, message, this)
  },
})
