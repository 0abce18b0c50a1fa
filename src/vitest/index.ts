/** The face of src/vitest: importing it adds matchers of derivatives and laws to `expect`. */
import type fc from 'fast-check'
import { expect } from 'vitest'
import type { Law } from '../../laws/index.js'
import { type GradientCheckDescription, gradientCheck } from '../check/index.js'
import { type Matching, matched } from './matching.js'
import { type Satisfiable, satisfied } from './satisfying.js'

/** Where the derivative of what `expect` received is checked, and how. */
export type CheckedAt<F> = F extends GradientCheckDescription<infer T>['of']
  ? Omit<GradientCheckDescription<T>, 'of'>
  : never

/** The laws that what `expect` received, a tuple of arguments or an arbitrary of one, can satisfy. */
export type LawFor<T> =
  T extends fc.Arbitrary<infer A extends readonly unknown[]> ? Law<A> : T extends readonly unknown[] ? Law<T> : never

/** The matchers of derivatives that `import 'cotangent/vitest'` adds to `expect(f)`. */
export interface DerivativeMatchers<F> {
  /** The gradient of a function to a scalar is right. */
  toHaveCorrectGradient(check: CheckedAt<F>): void
}

/** `toSatisfy` with laws beside the predicates that vitest's own takes. */
export interface SatisfyMatcher<T> {
  /** A predicate is true of the value. */
  // biome-ignore lint/suspicious/noExplicitAny: as vitest has it
  (predicate: (value: any) => boolean, message?: string): void
  /** A law holds of its arguments, or of all that an arbitrary draws. */
  (law: LawFor<T>): void
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: all declarations of an interface write its parameters alike
  interface Assertion<T = any> extends DerivativeMatchers<T> {
    toSatisfy: SatisfyMatcher<T>
  }
}

expect.extend({
  toHaveCorrectGradient(this: Matching, received: unknown, check: object) {
    const description = { ...check, of: received } as GradientCheckDescription<unknown>
    return matched('toHaveCorrectGradient', 'gradient', gradientCheck(description).run(), this)
  },
  toSatisfy(this: Matching, received: unknown, expected: Satisfiable, message?: string) {
    return satisfied(received, expected, message, this)
  },
})
