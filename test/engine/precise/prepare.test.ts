import fc from 'fast-check'
import { describe, it } from 'vitest'
import { check, inputsOf, programs, runProgram, samplesOf } from '../../../laws/index.js'
import { type Change, changeable, graphOf, preciseOperands, preparation } from '../../../laws/precise.js'
import type { Precise } from '../../../src/engine/index.js'
import { type DomainCase, type Graph, type Primitive, primitives, traceBranch } from '../../../src/graph/index.js'
import { isFloat, sizeOf } from '../../../src/tensor/index.js'

/** Whether laws draw some operand from floats that may be changed. */
const isChangeable = ({ operands }: DomainCase<unknown>): boolean =>
  operands.some(({ type }) => isFloat(type.dtype) && sizeOf(type.shape) > 0)

const casesOf = (record: Primitive): readonly DomainCase<unknown>[] =>
  (record.domain() as readonly DomainCase<unknown>[]).filter(isChangeable)

const records = (Object.values(primitives) as readonly Primitive[]).filter((record) => casesOf(record).length > 0)

const changesOf = (graph: Graph, operands: readonly Precise[]): fc.Arbitrary<Change> =>
  fc.constantFrom(...changeable(operands)).chain(([input, size]) =>
    fc.record({
      graph: fc.constant(graph),
      operands: fc.constant(operands),
      input: fc.constant(input),
      offset: fc.nat(size - 1),
      high: fc.integer({ min: -3000, max: 3000 }).map((x) => x / 1024),
      low: fc.constantFrom(0, 2 ** -70, -(2 ** -70)),
    }),
  )

describe.each(records.map((record) => [record.name, record] as const))('%s', (_, record) => {
  const changes = fc
    .oneof(...casesOf(record).map((each) => samplesOf(record, each)))
    .chain((sample) => changesOf(graphOf(record, sample), preciseOperands(sample.operands)))

  it('computes anew what depends on the element that changes', () =>
    check(preparation, fc.tuple(changes), { numRuns: 50 }))
})

it.each(['kinked', 'wild'] as const)('%s programs', (flavour) => {
  const changes = programs(flavour)
    .chain((program) => fc.record({ program: fc.constant(program), inputs: inputsOf(program.domains) }))
    .filter(({ inputs }) => changeable(preciseOperands(inputs)).length > 0)
    .chain(({ program, inputs }) => {
      const { graph } = traceBranch('test', (given) => runProgram(program)(...given), inputs)
      return changesOf(graph, preciseOperands(inputs))
    })
  check(preparation, fc.tuple(changes), { numRuns: 200 })
})
