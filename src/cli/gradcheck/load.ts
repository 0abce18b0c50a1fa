import { createJiti, type Jiti } from 'jiti'
import { type Describe, exportedChecks, type GradientCheck, gradientCheck } from '../../check/index.js'
import { declaredIn, lineOf, pathFrom } from './places.js'
import type { SourceLine } from './results.js'

/** A check that a module exports, and its name there. */
export interface Exported {
  readonly name: string
  readonly at: SourceLine
  readonly check: GradientCheck
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
  const found = exportedChecks(exported)
  const checks = found.some(({ plain }) => plain) ? exportedChecks(exported, await describeIn(loader)) : found
  const own = pathFrom(folder, file)
  const placed = checks.map(({ name, check, plain }) => {
    const site = plain ? undefined : lineOf(check.site ?? '', folder)
    return { name, at: site ?? declaredIn(file, name, folder), check }
  })
  const position = ({ at }: Exported): number => (at.file === own ? at.line : Number.POSITIVE_INFINITY)
  return placed.toSorted((a, b) => (position(a) === position(b) ? 0 : position(a) - position(b)))
}
