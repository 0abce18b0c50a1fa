import {
  add,
  customJvp,
  customVjp,
  exp,
  jit,
  mul,
  scan,
  sigmoid,
  softmax,
  square,
  stopGradient,
  sum,
  type Tensor,
  tanh,
  tensor,
} from 'cotangent'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { samplesOf } from '../../../laws/arbitraries/samples.js'
import { equivalences, equivalentNames, type Mutant, mutantsOf } from '../../../laws/mutants/index.js'
import { smallestWrong } from '../../../src/check/diagnosis/index.js'
import { widened } from '../../../src/engine/index.js'
import {
  applyOne,
  applyPrimitive,
  type DomainCase,
  keepingSites,
  noAttributes,
  type Primitive,
  primitives,
  traceBranch,
} from '../../../src/graph/index.js'
import { type Tensor as AnyTensor, type Constant, isFloat } from '../../../src/tensor/index.js'
import { graphOf } from './evidence.js'

const records = Object.values(primitives) as readonly Primitive[]
const listed = new Set(equivalences.flatMap(equivalentNames))

/** A record among right ones, on an operand's negatives and under another negation. */
const amidst = (record: Primitive, attributes: unknown, operands: readonly AnyTensor[]) => {
  const negated = (x: AnyTensor): AnyTensor => (isFloat(x.dtype) ? applyOne(primitives.neg, noAttributes, x) : x)
  const body = (inputs: readonly AnyTensor[]): readonly AnyTensor[] =>
    applyPrimitive(record, attributes, inputs.map(negated)).map(negated)
  return traceBranch('test', body, operands).graph
}

/** What is found at some places in a case of a primitive's domain. */
const found = (record: Primitive, index: number, places = 1) => {
  const domainCase = record.domain()[index] as DomainCase<unknown>
  const samples = fc.sample(samplesOf(record, domainCase, 'clear of kinks'), { seed: 3, numRuns: places })
  return samples.flatMap(({ attributes, operands }) => {
    const negated = operands.map((x) => (isFloat(x.dtype) ? applyOne(primitives.neg, noAttributes, x) : x) as Constant)
    return smallestWrong(amidst(record, attributes, operands), negated.map(widened)) ?? []
  })
}

describe('the smallest part with a wrong derivative', () => {
  it.each(records.filter(({ name }) => name !== 'stopGradient').map((record) => [record.name, record] as const))(
    'none where all rules are right: %s',
    (_, record) => {
      record.domain().forEach((_, index) => {
        expect(found(record, index)).toEqual([])
      })
    },
  )

  /** Every n-th mutant of each primitive. */
  const every = Number(process.env.EVERY ?? 17)

  it('is the primitive with a wrong rule', () => {
    const isWrong = (mutant: Mutant): boolean =>
      mutant.rule === 'vjp' && mutant.order === 1 && !listed.has(mutant.name) && !mutant.isOverlooked()
    const missed: string[] = []
    let count = 0
    for (const record of records.filter(({ name }) => name !== 'stopGradient'))
      for (const { record: wrong, cases, name } of mutantsOf(record)
        .filter(isWrong)
        .filter((_, at) => at % every === 0)) {
        count++
        const parts = cases.flatMap((index) => found(wrong, index, 3))
        if (parts.length === 0) missed.push(name)
        if (parts.some(({ operation }) => operation !== record.name)) missed.push(`${name}: another`)
      }
    console.log(count, missed.length)
    expect(missed).toEqual([])
  }, 600000)

  type Vector = Tensor<[3], 'float64'>
  const x = tensor([0.3, -0.8, 1.7])

  const partOf = (f: (x: Vector) => Tensor<[], 'float64'>) =>
    smallestWrong(
      keepingSites(() => graphOf(f, x)),
      [widened(x as unknown as Constant)],
    )

  const twice = customVjp(
    (x: Vector): Vector => square(x),
    (x: Vector) => [square(x), x] as const,
    (x: Vector, cotangent: Vector) => [mul(mul(x, 4), cotangent)],
  )

  it('names a custom rule, how it is wrong, and the line', () => {
    const part = partOf((x) => sum(twice(tanh(x))))
    expect(part?.text).toMatch(
      /^customVjp \[3\]: its backward function is 2 times too large, .*smallest\.test\.ts:\d+:\d+$/,
    )
    expect(part).toMatchObject({ operation: 'customVjp', operand: 0, factor: 2, isDecreed: false })
  })

  it('within compiled functions, and within loops', () => {
    const called = jit((x: Vector) => sum(twice(exp(x))))
    expect(partOf((x) => called(x))).toMatchObject({ operation: 'customVjp' })
    const looped = (x: Vector) =>
      sum(scan((carry: Vector) => [twice(sigmoid(carry)), carry] as const, x, [], { length: 3 })[0])
    expect(partOf(looped)).toMatchObject({ operation: 'customVjp', factor: 2 })
  })

  it('of forward rules too', () => {
    const wrong = customJvp(
      (x: Vector): Vector => exp(x),
      ([x], [dx]) => mul(mul(exp(x), -1), dx),
    )
    expect(partOf((x) => sum(wrong(x)))?.text).toMatch(/^customJvp \[3\]: its rule has the wrong sign, /)
  })

  it('is what hides something by decree, where that is all', () => {
    const part = partOf((x) => sum(mul(x, stopGradient(square(x)))))
    expect(part?.text).toMatch(/^stopGradient \[3\] at .*smallest\.test\.ts:\d+:\d+ hides/)
    expect(part).toMatchObject({ isDecreed: true })
    expect(partOf((x) => sum(mul(softmax(x), add(x, 1))))).toBeUndefined()
  })
})
