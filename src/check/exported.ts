import { type GradientCheck, gradientCheck } from './check.js'

/** A check that a module exports. */
export interface ExportedCheck {
  /** The name of the export, with `[0]` for the first of a list. */
  readonly name: string
  readonly check: GradientCheck
  /** Whether the module exports the description alone, `{ of, at }`, of which no line is known. */
  readonly plain: boolean
}

/** Makes a check of a description: `gradientCheck`, of this copy of the library or of another. */
export type Describe = (description: never) => GradientCheck

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null

const isCheck = (value: unknown): value is GradientCheck =>
  isRecord(value) && value._tag === 'GradientCheck' && typeof value.run === 'function'

/** A check as it is given to `gradientCheck`, but not through it. */
const isDescription = (value: unknown): boolean => isRecord(value) && 'of' in value && 'at' in value

/** A check that cannot be described, and says so where it would be run, so that others run. */
const described = (describe: Describe, description: unknown): GradientCheck => {
  try {
    return describe(description as never)
  } catch (thrown) {
    const run = (): never => {
      throw thrown
    }
    return { _tag: 'GradientCheck', site: undefined, run }
  }
}

const checksIn = (describe: Describe, name: string, value: unknown): readonly ExportedCheck[] => {
  if (isCheck(value)) return [{ name, check: value, plain: false }]
  if (isDescription(value)) return [{ name, check: described(describe, value), plain: true }]
  if (!Array.isArray(value)) return []
  return value.flatMap((each, index) => checksIn(describe, `${name}[${index}]`, each))
}

/**
 * The checks among a module's exports, as `npx cotangent gradcheck` finds them: what `gradientCheck` gives, plain
 * descriptions `{ of, at }`, and lists of either; whatever else is exported is left alone. For those who run checks by
 * themselves, where there is no command line. `describe` is the `gradientCheck` that plain descriptions are given to, where
 * it is not this one. It throws nothing: a description that is refused throws when its check is run.
 *
 * @example
 * ```ts
 * import { exportedChecks, gradientCheck, square, sum, type Tensor, tensor } from 'cotangent'
 * import { isRight } from 'fp-ts/lib/Either.js'
 *
 * const at = tensor([1, 2])
 * const byName = { one: gradientCheck({ of: sum, at }), more: [{ of: (x: Tensor<[2]>) => sum(square(x)), at }], at }
 * exportedChecks(byName).map(({ name }) => name) // => [ 'one', 'more[0]' ]
 * exportedChecks(byName).every(({ check }) => isRight(check.run())) // => true
 * ```
 */
export const exportedChecks = (
  exports: { readonly [name: string]: unknown },
  describe: Describe = gradientCheck,
): readonly ExportedCheck[] => Object.entries(exports).flatMap(([name, value]) => checksIn(describe, name, value))
