import fc from 'fast-check'
import { type Law, showViolation } from './law.js'

/**
 * A law at drawn places as a property of fast-check, whose failure says what is violated and by how much.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { differing, law, property } from 'cotangent/laws'
 *
 * const oddness = law('oddness', 'sin(-x) = -sin(x)', (x: number) => differing('sin(-x)', Math.sin(-x), -Math.sin(x)))
 * fc.assert(property(oddness, fc.tuple(fc.integer())), { numRuns: 10 })
 * ```
 */
export const property = <A extends readonly unknown[]>(
  { name, statement, violations }: Law<A>,
  places: fc.Arbitrary<A>,
): fc.IProperty<[A]> =>
  fc.property(places, (at) => {
    const found = violations(...at)
    if (found.length > 0) throw new Error(`${name}, ${statement}: ${found.map(showViolation).join('; ')}`)
  })

/**
 * Tries a law at drawn places and throws where it fails, with the smallest counterexample and the seed that finds it
 * again.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { check, differing, law } from 'cotangent/laws'
 *
 * const evenness = law('evenness', '(-x)^2 = x^2', (x: number) => differing('(-x)^2', (-x) ** 2, x ** 2))
 * check(evenness, fc.tuple(fc.integer()), { numRuns: 10 })
 * ```
 */
export const check = <A extends readonly unknown[]>(
  law: Law<A>,
  places: fc.Arbitrary<A>,
  parameters: fc.Parameters<[A]> = {},
): void => fc.assert(property(law, places), parameters)
