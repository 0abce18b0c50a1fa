import fc from 'fast-check'
import { describe, it } from 'vitest'
import { changesOf, check, inputsOf, precise, programs, runProgram, samplesOf } from '../../../laws/index.js'
import { applyPrimitive, type DomainCase, type Primitive, primitives } from '../../../src/graph/index.js'
import { isFloat, sizeOf, type TensorType } from '../../../src/tensor/index.js'
import { patience, runs } from '../../laws/counts.js'

const isChangeable = ({ dtype, shape }: TensorType): boolean => isFloat(dtype) && sizeOf(shape) > 0

/** The cases of a primitive some operand of which may be changed. */
const casesOf = (record: Primitive): readonly DomainCase<unknown>[] =>
  (record.domain() as readonly DomainCase<unknown>[]).filter(({ operands }) =>
    operands.some(({ type }) => isChangeable(type)),
  )

const records = (Object.values(primitives) as readonly Primitive[]).filter((record) => casesOf(record).length > 0)

describe.each(records.map((record) => [record.name, record] as const))('%s', { timeout: patience }, (_, record) => {
  const changes = fc
    .oneof(...casesOf(record).map((each) => samplesOf(record, each)))
    .chain(({ operands, attributes }) => changesOf((inputs) => applyPrimitive(record, attributes, inputs), operands))

  it('computes anew what depends on the element that changes', () =>
    check(precise.preparation, fc.tuple(changes), runs(30)))
})

describe.each(['smooth', 'kinked', 'wild'] as const)('%s programs', { timeout: patience }, (flavour) => {
  const changes = programs(flavour, 12)
    .chain((program) => fc.record({ program: fc.constant(program), inputs: inputsOf(program.domains) }))
    .filter(({ inputs }) => inputs.some(isChangeable))
    .chain(({ program, inputs }) => changesOf((given) => runProgram(program)(...given), inputs))

  it('are the same with one element changed', () => check(precise.preparation, fc.tuple(changes), runs(60)))
})
