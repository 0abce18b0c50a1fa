import { createJiti, type Jiti } from 'jiti'
import { type GradientCheck, gradientCheck } from '../../check/index.js'
import { declaredIn, lineOf, pathFrom } from './places.js'
import type { SourceLine } from './results.js'

/** A check that a module exports, and its name there. */
export interface Exported {
  readonly name: string
  readonly at: SourceLine
  readonly check: GradientCheck
}

type Describe = (description: never) => GradientCheck

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

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null

const isCheck = (value: unknown): value is GradientCheck =>
  isRecord(value) && value._tag === 'GradientCheck' && typeof value.run === 'function'

/** A check as it is given to `gradientCheck`, but not through it. */
const isDescription = (value: unknown): boolean => isRecord(value) && 'of' in value && 'at' in value

/** The checks in an export: one, or a list of them. */
const checksIn = (name: string, value: unknown): readonly { readonly name: string; readonly value: unknown }[] => {
  if (isCheck(value) || isDescription(value)) return [{ name, value }]
  if (!Array.isArray(value)) return []
  return value.flatMap((each, index) => checksIn(`${name}[${index}]`, each))
}

/** `gradientCheck` of the copy of the library that a module imports, this one where it imports none. */
const describeIn = async (loader: Jiti): Promise<Describe> => {
  const library = loader.esmResolve('cotangent', { try: true })
  return library === undefined
    ? gradientCheck
    : (await loader.import<{ readonly gradientCheck: Describe }>(library)).gradientCheck
}

/**
 * The checks among a module's exports, in the order of the lines where they are made. A module written in
 * TypeScript is loaded directly. Plain descriptions are made checks by the module's own copy of the library, so that
 * its tensors are that copy's.
 */
export const checksOf = async (file: string, folder: string): Promise<readonly Exported[]> => {
  const loader = createJiti(file, { tsconfigPaths: true, interopDefault: false })
  const exported = await loader.import<{ readonly [name: string]: unknown }>(file)
  const found = Object.entries(exported).flatMap(([name, value]) => checksIn(name, value))
  const describe = found.every(({ value }) => isCheck(value)) ? gradientCheck : await describeIn(loader)
  const own = pathFrom(folder, file)
  const placed = found.map(({ name, value }) => {
    const check = isCheck(value) ? value : described(describe, value)
    const site = isCheck(value) ? lineOf(value.site ?? '', folder) : undefined
    return { name, at: site ?? declaredIn(file, name, folder), check }
  })
  const position = ({ at }: Exported): number => (at.file === own ? at.line : Number.POSITIVE_INFINITY)
  return placed.toSorted((a, b) => (position(a) === position(b) ? 0 : position(a) - position(b)))
}
