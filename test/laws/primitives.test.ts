import fc from 'fast-check'
import { describe, it } from 'vitest'
import * as laws from '../../laws/index.js'
import { type DomainCase, type Primitive, primitives } from '../../src/graph/index.js'

/** Primitives whose derivative is none of what they compute, but zero by decree. */
const decreed: readonly string[] = ['stopGradient']

const records = Object.values(primitives) as readonly Primitive[]

describe.each(records.map((record) => [record.name, record] as const))('%s', (_, record) => {
  const cases = record.domain() as readonly DomainCase<unknown>[]
  const places = (where: 'anywhere' | 'clear of kinks') =>
    fc.tuple(fc.oneof(...cases.map((each) => laws.samplesOf(record, each, where))))
  const batches = fc.tuple(fc.oneof(...cases.map(laws.batchSamplesOf)))
  const runs = { numRuns: 60 }

  it('infers what it evaluates', () => laws.check(laws.primitive.inference(record), places('anywhere'), runs))
  const differentiated = it.skipIf(decreed.includes(record.name))

  differentiated('has the derivative that forward differences show', () =>
    laws.check(laws.primitive.forwardDifference(record), places('clear of kinks'), runs),
  )
  differentiated('and central ones', () =>
    laws.check(laws.primitive.centralDifference(record), places('clear of kinks'), runs),
  )
  it('has adjoint rules', () => laws.check(laws.primitive.adjoint(record), places('anywhere'), runs))
  it('has linear rules', () => laws.check(laws.primitive.homogeneity(record), places('anywhere'), runs))
  differentiated('has a second derivative that differences show', () =>
    laws.check(laws.primitive.secondOrder(record), places('clear of kinks'), { numRuns: 20 }),
  )
  it('batches as a loop does', () => laws.check(laws.primitive.batching(record), batches, runs))
})
