import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchGraph } from '../../src/graph/batching.js'
import { noDerivative } from '../../src/graph/primitive.js'
import { elementAt } from '../../src/graph/primitives/control/scan.js'
import { pullback } from '../../src/graph/pullback.js'
import { pushforward } from '../../src/graph/pushforward.js'
import { type Graph, interpret, traceClosed } from '../../src/graph/trace.js'
import {
  allocate,
  type Constant,
  equalShapes,
  fromRowMajor,
  identicalConstants,
  isFloat,
  rowMajor,
  sizeOf,
  type TensorType,
} from '../../src/tensor/index.js'
import { adjointFaults, differenceFaults, pulledGraph, pushedGraph } from './differences.js'
import { differentialsOf, drawsOf, narrowSamples, pointsOf, type Sample, samples } from './samples.js'

/** Farther from a kink than twice the steps of the differences, in any direction that is drawn. */
const distance = 2 ** -10

/** Derivatives that are what they are by decree, whatever the differences say. */
const decreed = new Set(['stopGradient'])

const isPresent = <T>(item: T | undefined): item is T => item !== undefined
const same = (a: Constant | undefined, b: Constant | undefined): boolean =>
  a === undefined || b === undefined ? a === b : identicalConstants(a, b)

/** Each flag alone, and all of them. */
const choicesOf = (count: number): readonly (readonly boolean[])[] => {
  const places = [...Array(count).keys()]
  const alone = places.map((one) => places.map((place) => place === one))
  return count === 1 ? alone : [...alone, places.map(() => true)]
}

/** A size that no axis of the cases has. */
const size = 6

/** Examples stacked along a new axis 0. */
const stack = (examples: readonly Constant[]): Constant => {
  const [{ shape, dtype }] = examples
  const joined = allocate(dtype, sizeOf(shape) * examples.length)
  for (const [index, example] of examples.entries()) joined.set(rowMajor(example), index * sizeOf(shape))
  return fromRowMajor(dtype, [examples.length, ...shape], joined)
}

/** A graph's results on a whole batch are, bit for bit, its results on each example. */
const expectBatchIsLoop = (graph: Graph, examples: readonly (readonly Constant[])[], batched: readonly boolean[]) => {
  const actual = (example: number): readonly Constant[] =>
    graph.inputs.map((_, index) => examples[batched[index] ? example : 0][index])
  const whole = graph.inputs.map((_, index) =>
    batched[index] ? stack(examples.map((one) => one[index])) : examples[0][index],
  )
  const results = batchGraph(graph, whole, batched, size)
  const wrong = examples.flatMap((_, example) => {
    const alone = interpret(graph, actual(example)) as readonly Constant[]
    return results.tensors.flatMap((tensor, index) => {
      const one = results.batched[index] ? elementAt(tensor as Constant, example) : (tensor as Constant)
      return same(one, alone[index]) ? [] : [`example ${example}, result ${index}: ${one} for ${alone[index]}`]
    })
  })
  expect(wrong).toEqual([])
}

describe.each(samples.map((sample) => [sample.title, sample] as const))('%s', (_, sample: Sample) => {
  const { primitive, domain, graph } = sample
  const draws = drawsOf(sample, distance)

  const expectDerivatives = (of: Graph, runs: number, differences: boolean) => {
    const extra = differentialsOf(of.inputs.slice(graph.inputs.length)).map((all) => all.filter(isPresent))
    fc.assert(
      fc.property(
        draws,
        extra,
        differentialsOf(of.inputs),
        differentialsOf(of.outputs),
        (at, rest, tangents, cotangents) => {
          const primals = [...at.primals, ...rest]
          const byDifferences = differences ? differenceFaults(of, primals, tangents, cotangents) : []
          expect([...adjointFaults(of, primals, tangents, cotangents), ...byDifferences]).toEqual([])
        },
      ),
      { numRuns: runs },
    )
  }
  const differences = !decreed.has(primitive.name)

  it('has a pullback, or none, for each operand', () => {
    const wanted = graph.inputs.map(({ dtype }) => isFloat(dtype))
    fc.assert(
      fc.property(draws, ({ primals }) => {
        const results = interpret(graph, primals)
        const pullbacks = primitive.vjp({ operands: primals, results, attributes: domain.attributes }, wanted)
        expect(pullbacks).toHaveLength(primals.length)
        // An operand that is a float in other cases has a pullback, of which nobody asks here.
        const isEverFloat = wanted.map((_, index) =>
          primitive.domain().some(({ operands }) => isFloat(operands[index]?.type.dtype ?? 'bool')),
        )
        pullbacks.forEach((one, index) => {
          if (!isEverFloat[index]) expect(one).toBe(noDerivative)
        })
      }),
      { numRuns: 1 },
    )
  })

  it('infers the types that it evaluates to', () =>
    fc.assert(
      fc.property(fc.tuple(...domain.operands.map(pointsOf)), (operands) => {
        const types = primitive.infer(operands, domain.attributes)
        const results = primitive.evaluate(operands, domain.attributes, types)
        expect(results).toHaveLength(types.length)
        results.forEach((result, index) => {
          expect(result.dtype).toBe(types[index].dtype)
          expect(equalShapes(result.shape, types[index].shape)).toBe(true)
        })
      }),
      { numRuns: 5 },
    ))

  it('has adjoint derivatives that differences confirm', () => expectDerivatives(graph, 30, differences))

  it('has second derivatives: of the pullback', () => expectDerivatives(pulledGraph(graph), 10, differences))

  it('has second derivatives: of the pushforward', () => expectDerivatives(pushedGraph(graph), 10, differences))

  it('has third derivatives: of the pullback of the pullback', () =>
    expectDerivatives(pulledGraph(pulledGraph(graph)), 3, differences))

  it('pulls back to one operand as to all, and from one result at a time', () =>
    fc.assert(
      fc.property(draws, ({ primals, tangents, cotangents }) => {
        const all = pullback(graph, primals, cotangents) as readonly (Constant | undefined)[]
        graph.inputs.forEach((_, which) => {
          const alone = pullback(
            graph,
            primals,
            cotangents,
            primals.map((_, index) => index === which),
          ) as readonly (Constant | undefined)[]
          alone.forEach((one, index) => {
            if (index === which) expect(same(one, all[index]), `operand ${index}`).toBe(true)
            else expect(one).toBeUndefined()
          })
          const only = tangents.map((tangent, index) => (index === which ? tangent : undefined))
          expect(adjointFaults(graph, primals, only, cotangents)).toEqual([])
        })
        graph.outputs.forEach((_, which) => {
          const only = cotangents.map((cotangent, index) => (index === which ? cotangent : undefined))
          expect(adjointFaults(graph, primals, tangents, only)).toEqual([])
        })
      }),
      { numRuns: 5 },
    ))

  it.each(choicesOf(graph.inputs.length).map((batched) => [batched.map(Number).join(''), batched] as const))(
    'in batches %s is a loop over the examples, and so are its derivatives',
    (_, batched) => {
      const examplesOf = (of: Graph) =>
        fc
          .record({ at: draws, rest: differentialsOf(of.inputs.slice(graph.inputs.length)) })
          .map(({ at, rest }) => [...at.primals, ...rest.filter(isPresent)])
      const run = (of: Graph, flags: readonly boolean[]) =>
        fc.assert(
          fc.property(fc.array(examplesOf(of), { minLength: size, maxLength: size }), (examples) =>
            expectBatchIsLoop(of, examples, flags),
          ),
          { numRuns: 3 },
        )
      run(graph, batched)
      const [pulled, pushed] = [pulledGraph(graph), pushedGraph(graph)]
      for (const rest of [false, true]) {
        run(
          pulled,
          pulled.inputs.map((_, index) => batched[index] ?? rest),
        )
        run(
          pushed,
          pushed.inputs.map((_, index) => batched[index] ?? rest),
        )
      }
    },
  )

  it.each(choicesOf(graph.inputs.length).map((batched) => [batched.map(Number).join(''), batched] as const))(
    'in batches %s has adjoint derivatives that differences confirm',
    (_, batched) => {
      const types: readonly TensorType[] = graph.inputs.map(({ shape, dtype }, index) => ({
        dtype,
        shape: batched[index] ? [size, ...shape] : shape,
      }))
      const many = traceClosed('vmap', (inputs) => batchGraph(graph, inputs, batched, size).tensors, types).graph
      fc.assert(
        fc.property(
          fc.array(draws, { minLength: size, maxLength: size }),
          differentialsOf(many.inputs),
          differentialsOf(many.outputs),
          (examples, tangents, cotangents) => {
            const primals = batched.map((flag, index) =>
              flag ? stack(examples.map((one) => one.primals[index])) : examples[0].primals[index],
            )
            const clear = examples.every((one) => {
              const own = batched.map((flag, index) => (flag ? one : examples[0]).primals[index])
              return (domain.kinkDistance?.(own) ?? Number.POSITIVE_INFINITY) > distance
            })
            fc.pre(clear)
            expect(adjointFaults(many, primals, tangents, cotangents)).toEqual([])
            if (differences) expect(differenceFaults(many, primals, tangents, cotangents)).toEqual([])
          },
        ),
        { numRuns: 5 },
      )
    },
  )
})

it.each(narrowSamples.map((sample) => [sample.title, sample] as const))('%s has adjoint derivatives', (_, sample) =>
  fc.assert(
    fc.property(drawsOf(sample, 0), ({ primals, tangents, cotangents }) => {
      const { graph } = sample
      const [outputs, pushed] = pushforward(graph, primals, tangents)
      const pulled = pullback(graph, primals, cotangents)
      expect(adjointFaults(graph, primals, tangents, cotangents)).toEqual([])
      outputs.forEach(({ dtype, shape }, index) => {
        if (pushed[index] !== undefined) expect(pushed[index]).toMatchObject({ dtype, shape })
      })
      primals.forEach(({ dtype, shape }, index) => {
        if (pulled[index] !== undefined) expect(pulled[index]).toMatchObject({ dtype, shape })
      })
    }),
    { numRuns: 10 },
  ),
)
