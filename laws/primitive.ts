import { applyPrimitive, type DomainCase, type Primitive } from '../src/graph/index.js'
import { filled, type Tensor } from '../src/tensor/index.js'
import * as derivative from './derivative.js'
import { unequal, unequalTypes } from './equality.js'
import { type Law, law } from './law.js'
import { exampleOf, flagged, floats, partial, stacked, type TensorMap } from './maps.js'

/**
 * One application of a primitive at which its record is tried: operands of a case of its domain, which of them move,
 * how they move, and which results are looked at with what weights.
 */
export interface Sample {
  readonly attributes: unknown
  readonly operands: readonly Tensor[]
  /** Of the operands, those that move; the others of a floating-point dtype stand for constants. */
  readonly moving: readonly boolean[]
  /** For every moving operand a tangent, and a second one. */
  readonly tangents: readonly Tensor[]
  readonly turns: readonly Tensor[]
  /** Of the results, those that are looked at. */
  readonly seen: readonly boolean[]
  /** For every result seen a cotangent. */
  readonly weights: readonly Tensor[]
}

/** A record with its attributes filled in, as a function of its operands. */
export const applied =
  (record: Primitive, attributes: unknown): TensorMap =>
  (operands) =>
    applyPrimitive(record, attributes, operands)

/** What a sample tries of a record: a map of the moving operands to the results seen, and a point of it. */
const tried = (record: Primitive, sample: Sample): readonly [map: TensorMap, at: derivative.At] => {
  const { attributes, operands, moving, tangents, seen, weights } = sample
  const whole = partial(applied(record, attributes), operands, moving)
  return [(inputs) => flagged(whole(inputs), seen), [flagged(operands, moving), tangents, weights]]
}

/** A law of differentiable maps as a law of a primitive's record. */
const ofRecord =
  (of: (map: TensorMap) => Law<derivative.At>) =>
  (record: Primitive): Law<readonly [sample: Sample]> => {
    const { name, statement } = of((inputs) => inputs)
    return law(`${name} of ${record.name}`, statement, (sample) => {
      const [map, at] = tried(record, sample)
      return of(map).violations(...at)
    })
  }

/**
 * A record's forward-mode rule against the forward difference of its kernel, at a sample away from kinks.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { primitive, primitives } from 'cotangent/laws'
 *
 * const sample = primitive.sampleAt([tensor(0.5)])
 * primitive.forwardDifference(primitives.tanh).holds(sample) // => true
 * ```
 */
export const forwardDifference = ofRecord(derivative.forwardDifference)

/** A record's forward-mode rule against the central difference of its kernel, at a sample away from kinks. */
export const centralDifference = ofRecord(derivative.centralDifference)

/** A record's two rules against each other: <u, J v> = <J' u, v>, at kinks too. */
export const adjoint = ofRecord(derivative.adjoint)

/** A record's two rules are linear, to the bit. */
export const homogeneity = ofRecord(derivative.homogeneity)

/** The rules of a record are differentiable themselves, and their derivatives obey both laws. */
export const secondOrder = (record: Primitive): Law<readonly [sample: Sample]> =>
  law(`second order of ${record.name}`, 'the rules obey the laws of derivatives themselves', (sample) => {
    const [map, at] = tried(record, sample)
    return derivative.secondOrder(map).violations(...at, sample.turns)
  })

/** What a record infers of its results is what they are. */
export const inference = (record: Primitive): Law<readonly [sample: Sample]> =>
  law(`inference of ${record.name}`, 'inferred types are the types of what is evaluated', ({ attributes, operands }) =>
    unequalTypes('result', record.infer(operands, attributes), applied(record, attributes)(operands)),
  )

/** A whole batch of applications: several examples of the operands, of which some come in batches. */
export interface BatchSample {
  readonly attributes: unknown
  /** Operands for every example; what is not batched is that of the first. */
  readonly examples: readonly (readonly Tensor[])[]
  readonly batched: readonly boolean[]
}

/** A record's batching rule is a loop over the examples, to the bit. */
export const batching = (record: Primitive): Law<readonly [sample: BatchSample]> =>
  law(`batching of ${record.name}`, 'a batch is a loop over its examples', ({ attributes, examples, batched }) => {
    const [first] = examples
    const operands = first.map((operand, index) =>
      batched[index] ? stacked(examples.map((each) => each[index])) : operand,
    )
    const together = record.batch(operands, batched, attributes, examples.length)
    return examples.flatMap((own, which) => {
      const alone = applied(record, attributes)(own.map((operand, index) => (batched[index] ? operand : first[index])))
      return unequal(
        `example ${which}, result`,
        together.map((result) => exampleOf(result, which)),
        alone,
      )
    })
  })

/** A sample of a primitive without attributes whose floating-point operands all move, one unit each. */
export const sampleAt = (operands: readonly Tensor[], attributes: unknown = {}): Sample => {
  const moving = floats(operands)
  const units = flagged(operands, moving).map(({ dtype, shape }) => filled(dtype, [...shape], 1))
  return { attributes, operands, moving, tangents: units, turns: units, seen: [true], weights: units.slice(0, 1) }
}

/** How far a sample is from the nearest kink, tie or pole of its case. */
export const clearance = ({ kinkDistance }: DomainCase<unknown>, { operands }: Sample): number =>
  kinkDistance === undefined ? Number.POSITIVE_INFINITY : kinkDistance(operands as Parameters<typeof kinkDistance>[0])
