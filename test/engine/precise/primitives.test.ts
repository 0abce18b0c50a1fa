import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { precise, type Sample, samplesOf } from '../../../laws/index.js'
import { flagged, partial } from '../../../laws/maps.js'
import { rounded, runPrecisely, widened } from '../../../src/engine/index.js'
import { applyPrimitive, type DomainCase, type Primitive, primitives, traceBranch } from '../../../src/graph/index.js'
import { atan2, jvp, type Tensor, tensor } from '../../../src/index.js'
import { type Constant, isFloat } from '../../../src/tensor/index.js'
import { patience, runs } from '../../laws/counts.js'

const origin = tensor(0)

const records = Object.values(primitives) as readonly Primitive[]

const samples = (record: Primitive): fc.Arbitrary<Sample> =>
  fc.oneof(...(record.domain() as readonly DomainCase<unknown>[]).map((each) => samplesOf(record, each)))

/** What a sample tries of a record, and where. */
const placeOf = (record: Primitive, { attributes, operands, moving, tangents, seen, weights }: Sample) => {
  const map = partial((inputs) => applyPrimitive(record, attributes, inputs), operands, moving)
  return {
    map: (inputs: Sample['operands']) => flagged(map(inputs), seen),
    at: [flagged(operands, moving), tangents, weights] as const,
  }
}

describe.each(records.map((record) => [record.name, record] as const))('%s', { timeout: patience }, (_, record) => {
  const lawful = (law: typeof precise.agreement) =>
    fc.assert(
      fc.property(samples(record), (sample) => {
        const { map, at } = placeOf(record, sample)
        expect(law(map).violations(...at)).toEqual([])
      }),
      runs(20),
    )

  it("gives the reference's types, and whole numbers and truths themselves", () =>
    fc.assert(
      fc.property(samples(record), ({ operands, attributes }) => {
        const { graph } = traceBranch('test', (inputs) => applyPrimitive(record, attributes, inputs), operands)
        const results = runPrecisely(
          graph,
          operands.map((operand) => widened(operand as Constant)),
        )
        const expected = record.evaluate(
          operands as readonly Constant[],
          attributes,
          record.infer(operands, attributes),
        )
        expect(results.map(({ dtype, shape }) => ({ dtype, shape }))).toEqual(
          expected.map(({ dtype, shape }) => ({ dtype, shape })),
        )
        const integral = (all: readonly Constant[]) => all.filter(({ dtype }) => !isFloat(dtype))
        expect(integral(results.map(rounded))).toEqual(integral(expected))
      }),
      runs(20),
    ))

  it('is what the reference gives but for its rounding', () => lawful(precise.agreement))

  it('has adjoint derivatives to 2^-95', () => lawful(precise.adjoint))
})

it('of angles at the origin, where neither mode has a derivative, is adjoint: both say NaN', () => {
  const angle = partial((inputs) => applyPrimitive(primitives.atan2, {}, inputs), [origin, origin], [true, true])
  expect(jvp((y: Tensor<[]>) => atan2(y, 0), [origin], [tensor(1)])[1]).toEqual(tensor(Number.NaN))
  expect(precise.adjoint(angle).violations([origin, origin], [tensor(1), tensor(-1)], [tensor(1)])).toEqual([])
})
