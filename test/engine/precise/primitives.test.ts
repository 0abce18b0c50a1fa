import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundedInner, type Sample, samplesOf } from '../../../laws/index.js'
import { type Precise, rounded, runPrecisely, widened } from '../../../src/engine/index.js'
import { applyPrimitive, type DomainCase, type Primitive, primitives, traceBranch } from '../../../src/graph/index.js'
import { type Constant, identicalConstants, isFloat, rowMajor } from '../../../src/tensor/index.js'

const records = Object.values(primitives) as readonly Primitive[]

const resultsOf = (record: Primitive, { attributes, operands }: Sample): readonly Precise[] => {
  const { graph } = traceBranch('test', (inputs) => applyPrimitive(record, attributes, inputs), operands)
  return runPrecisely(
    graph,
    operands.map((operand) => widened(operand as Constant)),
  )
}

const samples = (record: Primitive) =>
  fc.oneof(...(record.domain() as readonly DomainCase<unknown>[]).map((each) => samplesOf(record, each)))

describe.each(records.map((record) => [record.name, record] as const))('%s', (_, record) => {
  it('is as the reference has it, but for what that rounds', () =>
    fc.assert(
      fc.property(samples(record), (sample) => {
        const precise = resultsOf(record, sample)
        const reference = record.evaluate(
          sample.operands as readonly Constant[],
          sample.attributes,
          record.infer(sample.operands, sample.attributes),
        )
        precise.forEach((result, index) => {
          expect([result.dtype, result.shape]).toEqual([reference[index].dtype, reference[index].shape])
          if (!isFloat(result.dtype)) expect(identicalConstants(rounded(result), reference[index])).toBe(true)
        })
        const { value, noise } = roundedInner(
          (inputs) => applyPrimitive(record, sample.attributes, inputs).filter((_, index) => sample.seen[index]),
          sample.operands,
          sample.weights,
        )
        const seen = precise.filter((_, index) => sample.seen[index])
        const terms = seen.flatMap((result, index) => {
          const weights = rowMajor(sample.weights[index] as Constant)
          return Array.from(rowMajor(result.high), (element, at) => element * weights[at])
        })
        const total = terms.reduce((sum, term) => sum + term, 0)
        if (!Object.is(total, value)) expect(Math.abs(total - value)).toBeLessThanOrEqual(noise * 2)
      }),
      { numRuns: 60 },
    ))
})
