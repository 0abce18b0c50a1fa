import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import {
  type EntryCheck,
  type GradcheckOptions,
  gradcheck,
  type HandWritten,
  type ScalarFunction as ScalarFunctionOf,
} from '../src/index.js'
import { checkIsOptions, type OptionNames } from '../src/tensor/index.js'
import { type Law, law, type Violation } from './law.js'
import { property } from './runner.js'

/** The law of one gradient at its points, and the property of fast-check that it holds at drawn ones. */
export type LawfulGradient<T> = Law<readonly [at: T]> & fc.IProperty<[readonly [at: T]]>

/** What a check is told beside the point, which the law is given. */
export type LawfulGradientOptions = Omit<GradcheckOptions, 'runs' | 'seed' | 'replayPath'>

const optionNames: OptionNames<LawfulGradientOptions> = {
  engine: true,
  mode: true,
  order: true,
  batched: true,
  fast: true,
  only: true,
  resolution: true,
}

const violationOf = ({ path, index, analytic, numeric, tolerance }: EntryCheck): Violation => ({
  what: `the gradient at ${path === '' ? 'the argument' : path}${index.length === 0 ? '' : `[${index.join(', ')}]`}`,
  found: analytic,
  expected: numeric,
  tolerance,
})

/**
 * The law that a gradient is right, automatic or as it is written by hand: `gradcheck` finds nothing wrong with it. It is
 * a law over points, for `check`, `property` and `expect([at]).toSatisfy(law)`, and at the same time the property of
 * fast-check that it holds at all points that the arbitrary draws, for `fc.assert`.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { square, sum, type Tensor, tensor } from 'cotangent'
 * import { lawfulGradient } from 'cotangent/laws'
 *
 * type Vector = Tensor<[number], 'float64'>
 * const points = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 3, maxLength: 3 }).map((xs) => tensor(xs))
 * fc.assert(lawfulGradient((x: Vector) => sum(square(x)), points), { numRuns: 10 })
 *
 * const forgotten = { value: (x: Vector) => sum(square(x)), gradient: (x: Vector) => x }
 * lawfulGradient(forgotten, points).holds(tensor([1, 2, 3])) // => false
 * ```
 */
export const lawfulGradient = <T>(
  f: ScalarFunctionOf<T> | HandWritten<T>,
  points: fc.Arbitrary<T>,
  options: LawfulGradientOptions = {},
): LawfulGradient<T> => {
  checkIsOptions('lawfulGradient', options, optionNames)
  const statement = law(
    'lawful gradient',
    'df/dx_i = lim (f(x + h e_i) - f(x - h e_i)) / 2h',
    (at: T): readonly Violation[] => {
      const result = gradcheck(f, at, options)
      if (!isLeft(result)) return []
      const { entries, problem } = result.left
      return entries.length > 0
        ? entries.map(violationOf)
        : [{ what: 'the check', found: problem, expected: 'a gradient that is right' }]
    },
  )
  return Object.assign(property(statement, fc.tuple(points)), statement)
}
