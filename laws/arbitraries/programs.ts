import fc from 'fast-check'
import { type Constant, isFloat, type Shape } from '../../src/tensor/index.js'
import type { InputDomain, Program } from '../programs/program.js'
import { eachOf, tensorOf, tensorsBetween, wildElements } from './elements.js'
import { activations, kinkedActivations } from './programs/activations.js'
import { products, transforms } from './programs/algebra.js'
import { Builder, type Flavour, type Raw, type Template, unknown, type Value } from './programs/builder.js'
import { compiled, control } from './programs/control.js'
import { clips, jumps, wholeDivision } from './programs/division.js'
import { elementary } from './programs/elementary.js'
import { conversions, discrete, halfStopped, smoothElementwise } from './programs/elementwise.js'
import { indexing } from './programs/indexing.js'
import { kernels, kinkedKernels } from './programs/kernels.js'
import { kinkedLosses, losses } from './programs/losses.js'
import { linearAlgebra } from './programs/matrices.js'
import { choices, movements, searches } from './programs/moving.js'
import { ordering } from './programs/ordering.js'
import { between } from './programs/range.js'
import { integerReductions, kinkedReductions, rearrangements, smoothReductions } from './programs/shaping.js'

export type { Flavour } from './programs/builder.js'

const twice = <T>(items: readonly T[]): readonly T[] => [...items, ...items]

const smooth: readonly Template[] = [
  ...twice(smoothElementwise),
  ...elementary,
  ...activations,
  ...clips,
  ...rearrangements,
  ...twice(smoothReductions),
  ...movements,
  ...indexing,
  ...choices,
  ...losses,
  ...kernels,
  ...linearAlgebra,
  ...products,
  ...transforms,
  ...discrete,
  ...wholeDivision,
  ...integerReductions,
]

const kinked: readonly Template[] = [
  ...smooth,
  ...twice(kinkedReductions),
  ...conversions,
  ...jumps,
  ...ordering,
  ...kinkedKernels,
  ...kinkedActivations,
  ...kinkedLosses,
  ...searches,
]

const loops: readonly Template[] = [...twice(control), ...compiled]

/** How deep loops and branches nest. */
const depth = 2

const straightOf: Readonly<Record<Flavour, readonly Template[]>> = { smooth, kinked, wild: [...kinked, halfStopped] }

const loopingOf: Readonly<Record<Flavour, readonly Template[]>> = {
  smooth: [...smooth, ...loops],
  kinked: [...kinked, ...loops],
  wild: [...kinked, halfStopped, ...loops],
}

const templatesOf = (flavour: Flavour, nesting: number): readonly Template[] =>
  (nesting < depth ? loopingOf : straightOf)[flavour]

/** What is drawn of an input: what it is, and its shape by which of the program's two extents are its axes. */
interface RawInput {
  readonly kind: 'float' | 'int32' | 'bool'
  readonly axes: readonly ('first' | 'second' | 'one' | 'two')[]
}

/** All that is drawn of a program. Any of it makes a well-typed program, and less of it a smaller one. */
interface RawProgram {
  readonly dtype: 'float64' | 'float32'
  readonly extents: readonly [first: number, second: number]
  readonly inputs: readonly RawInput[]
  readonly instructions: readonly Raw[]
}

const rawInstruction: fc.Arbitrary<Raw> = fc.record({
  template: fc.nat(0xffff),
  picks: fc.array(fc.nat(0xffff), { minLength: 6, maxLength: 6 }),
})

const shapes = [
  [],
  ['first'],
  ['first', 'second'],
  ['second'],
  ['second', 'first'],
  ['one', 'second'],
  ['two', 'first', 'one'],
] as const

const rawPrograms = (flavour: Flavour, most: number): fc.Arbitrary<RawProgram> => {
  const extent = fc.integer({ min: 1, max: 3 })
  const extents =
    flavour === 'wild' ? fc.oneof({ weight: 9, arbitrary: extent }, { weight: 1, arbitrary: fc.constant(0) }) : extent
  const input = (kinds: readonly RawInput['kind'][]): fc.Arbitrary<RawInput> =>
    fc.record({ kind: fc.constantFrom(...kinds), axes: fc.constantFrom(...shapes) })
  return fc.record({
    dtype: fc.constantFrom('float64', 'float64', 'float64', 'float32'),
    extents: fc.tuple(extents, extents),
    inputs: fc
      .tuple(input(['float']), fc.array(input(['float', 'float', 'int32', 'bool']), { maxLength: 3, size: 'max' }))
      .map(([first, rest]) => [first, ...rest]),
    instructions: fc.array(rawInstruction, { minLength: 1, maxLength: most, size: 'max' }),
  })
}

const shapeOf = ({ axes }: RawInput, [first, second]: readonly [number, number]): Shape =>
  axes.map((axis) => ({ first, second, one: 1, two: 2 })[axis])

const domainOf = (raw: RawInput, { dtype, extents }: RawProgram, flavour: Flavour): InputDomain => {
  const wild = flavour === 'wild'
  const shape = shapeOf(raw, extents)
  if (raw.kind === 'float') return { type: { dtype, shape }, low: -2, high: 2, wild }
  if (raw.kind === 'int32') return { type: { dtype: 'int32', shape }, low: -3, high: 3, wild }
  return { type: { dtype: 'bool', shape }, low: 0, high: 1, wild }
}

const isOutput = (flavour: Flavour, { type }: Value): boolean => flavour !== 'smooth' || isFloat(type.dtype)

/** The program that drawn numbers stand for. */
const decoded = (raw: RawProgram, flavour: Flavour): Program => {
  const domains = raw.inputs.map((input) => domainOf(input, raw, flavour))
  const inputs = domains.map(({ type, low, high, wild }) => ({
    type,
    range: wild ? unknown(type) : between(low, high),
  }))
  const supply = [...raw.instructions]
  const builder = new Builder(inputs, { flavour, dtype: raw.dtype, depth: 0 }, supply, templatesOf)
  builder.follow(supply.length)
  const ends = builder
    .unused()
    .filter((value) => isOutput(flavour, value))
    .slice(-5)
  const last = builder.newest(({ type }) => type.dtype === raw.dtype) as Value
  const hasFloat = ends.some(({ type }) => type.dtype === raw.dtype)
  return { domains, block: builder.block(hasFloat ? ends : [...ends, last]) }
}

/**
 * Random well-typed programs of up to `most` instructions (24), those of loops and branches counted: `smooth` ones, to
 * be differentiated numerically; `kinked` ones, with kinks, ties and jumps; `wild` ones, for what must hold to the bit.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { programs, showProgram } from 'cotangent/laws'
 *
 * const [program] = fc.sample(programs('smooth', 3), { seed: 1, numRuns: 1 })
 * typeof showProgram(program) // => 'string'
 * ```
 */
export const programs = (flavour: Flavour, most = 24): fc.Arbitrary<Program> =>
  rawPrograms(flavour, most).map((raw) => decoded(raw, flavour))

/**
 * Inputs drawn from their domains.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { inputsOf, programs, runProgram } from 'cotangent/laws'
 *
 * const runs = programs('wild').chain((program) =>
 *   inputsOf(program.domains).map((inputs) => runProgram(program)(...inputs)),
 * )
 * fc.sample(runs, 2).length // => 2
 * ```
 */
export const inputsOf = (domains: readonly InputDomain[]): fc.Arbitrary<readonly Constant[]> =>
  eachOf(
    domains.map(({ type, low, high, wild }) =>
      wild ? tensorOf(type, wildElements(type.dtype)) : tensorsBetween(type, low, high),
    ),
  )
