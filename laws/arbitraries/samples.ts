import fc from 'fast-check'
import type { DomainCase, OperandDomain, Primitive } from '../../src/graph/index.js'
import { type Constant, isFloat, type TensorType } from '../../src/tensor/index.js'
import { flagged, floats } from '../maps.js'
import { type BatchSample, clearance, type Sample } from '../primitive.js'
import { differentialsOf, eachOf, gridPoints, tensorOf, tensorsBetween } from './elements.js'

/** How far from kinks differences are taken: farther than the steps of the laws reach, times tangents of 2 at most. */
const clear = (types: readonly TensorType[]): number =>
  types.some(({ dtype }) => dtype === 'float32') ? 2 ** -6 : 2 ** -12

/** Mostly all of those that may be chosen, otherwise any of them but none; nothing where there is nothing to choose. */
const choices = (eligible: readonly boolean[]): fc.Arbitrary<readonly boolean[]> => {
  const places = [...eligible.keys()].filter((index) => eligible[index])
  if (places.length < 2) return fc.constant(eligible)
  const some = fc.subarray(places, { minLength: 1 }).map((chosen) => eligible.map((_, index) => chosen.includes(index)))
  return fc.oneof(fc.constant(eligible), some)
}

const special = fc.constantFrom(0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN)

/** What a domain makes of tensors drawn for it. */
const arranged = ({ arranged = (drawn) => drawn }: OperandDomain, drawn: fc.Arbitrary<Constant>) => drawn.map(arranged)

/** The operands of a case, drawn from its domain. */
const operandsOf = ({ operands }: DomainCase<unknown>) =>
  eachOf(operands.map((domain) => arranged(domain, tensorsBetween(domain.type, domain.low, domain.high))))

/** The same, with values among the floats that rules may treat unlike others: zeros of both signs, infinities, NaN. */
const specialOperandsOf = ({ operands }: DomainCase<unknown>) =>
  eachOf(
    operands.map((domain) => {
      const { type, low, high } = domain
      const elements = fc.oneof({ weight: 7, arbitrary: gridPoints(low, high) }, { weight: 1, arbitrary: special })
      return arranged(domain, isFloat(type.dtype) ? tensorOf(type, elements) : tensorsBetween(type, low, high))
    }),
  )

/**
 * Samples of a case of a primitive's domain: kinks and ties included, or only clear of them.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { primitive, primitives, samplesOf } from 'cotangent/laws'
 *
 * const record = primitives.maximum
 * const [sample] = fc.sample(samplesOf(record, record.domain()[0], 'clear of kinks'), 1)
 * primitive.forwardDifference(record).holds(sample) // => true
 * ```
 */
export const samplesOf = (
  record: Primitive,
  domainCase: DomainCase<unknown>,
  where: 'anywhere' | 'clear of kinks' = 'anywhere',
): fc.Arbitrary<Sample> => {
  const types = domainCase.operands.map(({ type }) => type)
  const { attributes } = domainCase
  const results = record.infer(types, attributes)
  const seenOnes = results.map(({ dtype }) => isFloat(dtype))
  return fc
    .record({ operands: operandsOf(domainCase), moving: choices(floats(types)), seen: choices(seenOnes) })
    .chain(({ operands, moving, seen }) =>
      fc.record({
        attributes: fc.constant<unknown>(attributes),
        operands: fc.constant(operands),
        moving: fc.constant(moving),
        tangents: eachOf(flagged(types, moving).map(differentialsOf)),
        turns: eachOf(flagged(types, moving).map(differentialsOf)),
        seen: fc.constant(seen),
        weights: eachOf(flagged(results, seen).map(differentialsOf)),
      }),
    )
    .filter((sample) => where === 'anywhere' || clearance(domainCase, sample) > clear(types))
}

/**
 * Whole batches of one to three examples of a case, with at least one operand batched.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { batchSamplesOf, primitive, primitives } from 'cotangent/laws'
 *
 * const [batch] = fc.sample(batchSamplesOf(primitives.matmul.domain()[0]), 1)
 * primitive.batching(primitives.matmul).holds(batch) // => true
 * ```
 */
export const batchSamplesOf = (domainCase: DomainCase<unknown>): fc.Arbitrary<BatchSample> =>
  fc.record({
    attributes: fc.constant<unknown>(domainCase.attributes),
    examples: fc.array(specialOperandsOf(domainCase), { minLength: 1, maxLength: 3 }),
    batched: choices(domainCase.operands.map(() => true)),
  })
