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
  type Graph,
  keepingSites,
  noAttributes,
  type Primitive,
  primitives,
  pullback,
  traceBranch,
} from '../../../src/graph/index.js'
import {
  type Tensor as AnyTensor,
  type Constant,
  fromRowMajor,
  isFloat,
  rowMajor,
  sizeOf,
} from '../../../src/tensor/index.js'
import { exhaustive, patience } from '../../laws/counts.js'
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

/** Some places in a case of a primitive's domain, with its record among right ones. */
const places = (record: Primitive, index: number, count = 1) => {
  const domainCase = record.domain()[index] as DomainCase<unknown>
  const samples = fc.sample(samplesOf(record, domainCase, 'clear of kinks'), { seed: 3, numRuns: count })
  return samples.map(({ attributes, operands }) => {
    const negated = operands.map((x) => (isFloat(x.dtype) ? applyOne(primitives.neg, noAttributes, x) : x) as Constant)
    return { graph: (of: Primitive) => amidst(of, attributes, operands), operands: negated }
  })
}

/** Numbers no two of which are alike. */
const unlike = ({ shape, dtype }: AnyTensor, salt: number): Constant => {
  const numbers = Array.from({ length: sizeOf(shape) }, (_, index) => 1 / (salt + index + 1))
  return dtype === 'float32'
    ? fromRowMajor('float32', shape, Float32Array.from(numbers))
    : fromRowMajor('float64', shape, Float64Array.from(numbers))
}

const back = (graph: Graph, operands: readonly Constant[]): readonly (Constant | undefined)[] => {
  const cotangents = graph.outputs.map((output, which) => (isFloat(output.dtype) ? unlike(output, which) : undefined))
  const wanted = operands.map(({ dtype }) => isFloat(dtype))
  return pullback(graph, operands, cotangents, wanted) as readonly (Constant | undefined)[]
}

const elements = (x: Constant | undefined): readonly number[] =>
  x === undefined ? [] : Array.from(rowMajor(x), Number)

/** Whether two records say different things, beyond rounding. */
const differ = (one: readonly (Constant | undefined)[], other: readonly (Constant | undefined)[]): boolean =>
  one.some((x, index) => {
    const [a, b] = [elements(x), elements(other[index])]
    return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => Math.abs((a[at] ?? 0) - (b[at] ?? 0))).some(
      (distance) => distance > 1e-6,
    )
  })

describe('the smallest part with a wrong derivative', () => {
  it.each(records.filter(({ name }) => name !== 'stopGradient').map((record) => [record.name, record] as const))(
    'none where all rules are right: %s',
    (_, record) => {
      record.domain().forEach((_, index) => {
        for (const { graph, operands } of places(record, index))
          expect(smallestWrong(graph(record), operands.map(widened))).toBeUndefined()
      })
    },
  )

  /** Every n-th mutant of each primitive. */
  const every = exhaustive ? 1 : 83

  it(
    'is the primitive with a wrong rule',
    () => {
      const isWrong = (mutant: Mutant): boolean =>
        mutant.rule === 'vjp' && mutant.order === 1 && !listed.has(mutant.name) && !mutant.isOverlooked()
      const missed: string[] = []
      let count = 0
      for (const right of records.filter(({ name }) => name !== 'stopGradient'))
        for (const { record, cases, name } of mutantsOf(right)
          .filter(isWrong)
          .filter((_, at) => at % every === 0))
          for (const index of cases)
            for (const { graph, operands } of places(right, index)) {
              const wrong = graph(record)
              if (!differ(back(wrong, operands), back(graph(right), operands))) continue
              count++
              const part = smallestWrong(wrong, operands.map(widened))
              if (part?.operation !== right.name) missed.push(`${name}: ${part?.text}`)
            }
      expect(missed).toEqual([])
      expect(count).toBeGreaterThan(25)
    },
    patience,
  )

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
