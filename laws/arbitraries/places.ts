import fc from 'fast-check'
import { traceClosed } from '../../src/graph/index.js'
import type { Constant, TensorType } from '../../src/tensor/index.js'
import type { ListFunction, Tensors } from '../lists.js'
import { flagged, floats, partial, type TensorMap } from '../maps.js'
import { type Block, type InputDomain, type Program, resultCount } from '../programs/program.js'
import { runBlock, runProgram } from '../programs/run.js'
import { differentialsOf, eachOf } from './elements.js'
import { type Flavour, inputsOf, programs } from './programs.js'

/** A place at which laws try a function of tensors: inputs, and what they need to differentiate it there. */
export interface Place {
  readonly f: ListFunction
  readonly inputs: readonly Constant[]
  /** The function of the float inputs to the float outputs, the other inputs fixed. */
  readonly map: TensorMap
  /** The float inputs, and for each of them a tangent and a second one. */
  readonly primals: Tensors
  readonly tangents: Tensors
  readonly turns: Tensors
  /** For each float output a cotangent. */
  readonly weights: Tensors
}

/** A place of a program. */
export interface ProgramPlace extends Place {
  readonly program: Program
}

const typesOf = (f: ListFunction, inputs: readonly TensorType[]): readonly TensorType[] =>
  traceClosed('laws', (tensors) => f(...tensors), inputs).graph.outputs.map(({ shape, dtype }) => ({ shape, dtype }))

/** The float part of a function of tensors: of its float inputs to its float outputs, the others fixed. */
const floatPart = (f: ListFunction, inputs: Tensors, outputs: readonly TensorType[]): TensorMap => {
  const map = partial((all) => f(...all), inputs, floats(inputs))
  const seen = floats(outputs)
  return (moving) => flagged(map(moving), seen)
}

/**
 * Places of a function of tensors of given domains.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { exp } from 'cotangent'
 * import { derivative, functionPlaces } from 'cotangent/laws'
 *
 * const domain = { type: { shape: [2], dtype: 'float64' }, low: -1, high: 1, wild: false } as const
 * const [{ map, primals, tangents, weights }] = fc.sample(functionPlaces((x) => [exp(x)], [domain]), 1)
 * derivative.adjoint(map).holds(primals, tangents, weights) // => true
 * ```
 */
export const functionPlaces = (f: ListFunction, domains: readonly InputDomain[]): fc.Arbitrary<Place> => {
  const types = domains.map(({ type }) => type)
  const outputs = typesOf(f, types)
  const moving = flagged(types, floats(types))
  return fc
    .record({
      inputs: inputsOf(domains),
      tangents: eachOf(moving.map(differentialsOf)),
      turns: eachOf(moving.map(differentialsOf)),
      weights: eachOf(flagged(outputs, floats(outputs)).map(differentialsOf)),
    })
    .map((drawn) => ({
      ...drawn,
      f,
      map: floatPart(f, drawn.inputs, outputs),
      primals: flagged(drawn.inputs, floats(types)),
    }))
}

/**
 * Places of random programs: see `programs` for what they are.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { derivative, programPlaces } from 'cotangent/laws'
 *
 * const [{ map, primals, tangents, weights }] = fc.sample(programPlaces('smooth'), 1)
 * derivative.forwardDifference(map).holds(primals, tangents, weights) // => true
 * ```
 */
export const programPlaces = (flavour: Flavour, most?: number): fc.Arbitrary<ProgramPlace> =>
  programs(flavour, most).chain((program) =>
    functionPlaces(runProgram(program), program.domains).map((place) => ({ ...place, program })),
  )

/**
 * Two or three examples of inputs of given domains, and which of the inputs come in batches.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { mul } from 'cotangent'
 * import { batchesOf, engine } from 'cotangent/laws'
 *
 * const domain = { type: { shape: [2], dtype: 'float64' }, low: -1, high: 1, wild: false } as const
 * const [[examples, batched]] = fc.sample(batchesOf([domain, domain]), 1)
 * engine.batching((x, y) => [mul(x, y)]).holds(examples, batched) // => true
 * ```
 */
export const batchesOf = (
  domains: readonly InputDomain[],
): fc.Arbitrary<readonly [examples: readonly Tensors[], batched: readonly boolean[]]> =>
  fc.tuple(
    fc.array(inputsOf(domains), { minLength: 2, maxLength: 3 }),
    fc
      .subarray([...domains.keys()], { minLength: 1 })
      .map((chosen) => domains.map((_, index) => chosen.includes(index))),
  )

/** The block of the first instructions, whose outputs are all its values, and that of the others, which takes them. */
const cut = ({ block }: Program, after: number): readonly [first: Block, rest: Block] => {
  const instructions = block.instructions.slice(0, after)
  const count = instructions.reduce((sum, each) => sum + resultCount(each), block.inputs.length)
  const first = { inputs: block.inputs, instructions, outputs: [...new Array(count).keys()] }
  const inputs = typesOf(runBlock(first), block.inputs)
  return [first, { inputs, instructions: block.instructions.slice(after), outputs: block.outputs }]
}

/**
 * A place's map as a composition g . f: f is its first instructions, and g what makes of their values the outputs.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { calculus, factored, programPlaces } from 'cotangent/laws'
 *
 * const [place] = fc.sample(programPlaces('smooth'), 1)
 * const [f, g] = factored(place, 1)
 * calculus.functoriality(f, g).holds(place.primals, place.tangents, place.weights) // => true
 * ```
 */
export const factored = ({ program, inputs }: ProgramPlace, after: number): readonly [f: TensorMap, g: TensorMap] => {
  const [first, rest] = cut(program, after)
  const values = runBlock(first)(...inputs)
  return [
    floatPart(runBlock(first), inputs, rest.inputs),
    floatPart(runBlock(rest), values, typesOf(runBlock(rest), rest.inputs)),
  ]
}
