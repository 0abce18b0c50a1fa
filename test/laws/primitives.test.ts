import fc from 'fast-check'
import { describe, it } from 'vitest'
import { batchSamplesOf, check, primitive, samplesOf } from '../../laws/index.js'
import { type DomainCase, type Primitive, primitives } from '../../src/graph/index.js'
import { patience, runs } from './counts.js'

/** Primitives whose derivative is none of what they compute, but zero by decree. */
const decreed: readonly string[] = ['stopGradient']

const records = Object.values(primitives) as readonly Primitive[]

/** Samples of all cases of a primitive's domain. */
const samples = (record: Primitive, where: 'anywhere' | 'clear of kinks') =>
  fc.tuple(
    fc.oneof(...(record.domain() as readonly DomainCase<unknown>[]).map((each) => samplesOf(record, each, where))),
  )

const batches = (record: Primitive) =>
  fc.tuple(fc.oneof(...(record.domain() as readonly DomainCase<unknown>[]).map(batchSamplesOf)))

describe.each(records.map((record) => [record.name, record] as const))('%s', { timeout: patience }, (_, record) => {
  it('infers what it evaluates', () => check(primitive.inference(record), samples(record, 'anywhere'), runs(60)))

  it('has adjoint rules', () => check(primitive.adjoint(record), samples(record, 'anywhere'), runs(60)))

  it('has linear rules', () => check(primitive.homogeneity(record), samples(record, 'anywhere'), runs(60)))

  it('batches as a loop does', () => check(primitive.batching(record), batches(record), runs(60)))
})

const differentiated = records.filter(({ name }) => !decreed.includes(name))

describe.each(differentiated.map((record) => [record.name, record] as const))(
  'clear of kinks, %s',
  { timeout: patience },
  (_, record) => {
    it('has the derivative that forward differences show', () =>
      check(primitive.forwardDifference(record), samples(record, 'clear of kinks'), runs(60)))

    it('and central ones', () =>
      check(primitive.centralDifference(record), samples(record, 'clear of kinks'), runs(60)))

    it('has a second derivative that differences show', () =>
      check(primitive.secondOrder(record), samples(record, 'clear of kinks'), runs(20)))
  },
)
