import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cotangentMap,
  engine,
  inputsOf,
  type ProgramPlace,
  programPlaces,
  programs,
  runProgram,
  showProgram,
  showViolation,
  type TensorMap,
  type Tensors,
  tangentMap,
} from '../../../laws/index.js'
import { roundingCount } from '../../../laws/roundings.js'
import { type Graph, graphsWithin, interpret, traceClosed } from '../../../src/graph/index.js'
import { add, scan, square, sub, unstack } from '../../../src/index.js'
import { type Key, key, keyed, split } from '../../../src/random/index.js'
import { type Constant, rowMajor, showType, type Tensor } from '../../../src/tensor/index.js'
import { patience, runs } from '../../laws/counts.js'
import { constantOf, graphOf, outcomeOf, show } from '../agreement.js'
import { deviationOfGraph, onnx } from './deviation.js'
import { modelFor, runModel } from './run.js'
import { modelFaults } from './validate.js'

/** Another one at every run, and told, so that a failure can be had again. */
const seed = Number(process.env.COTANGENT_SEED ?? Math.floor(Math.random() * 2 ** 31))

const inOnnx = async (graph: Graph, operands: Tensors): Promise<readonly Constant[]> => {
  const model = modelFor(graph)
  expect(modelFaults(model)).toEqual([])
  const [found] = await runModel(model, [operands as readonly Constant[]])
  return found
}

/** What contradicts the law where a map is run by ONNX Runtime at a point. */
const violationsIn = async (map: TensorMap, primals: Tensors): Promise<readonly string[]> => {
  const { graph } = traceClosed('test', map, primals)
  return engine
    .agreement(map, onnx)
    .violations(primals, await inOnnx(graph, primals))
    .map(showViolation)
}

const holdAt = (
  most: number,
  of: (place: ProgramPlace) => readonly [map: TensorMap, primals: Tensors],
  parameters: fc.Parameters<[ProgramPlace]>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(programPlaces('smooth', most), async (place) => {
      const found = await violationsIn(...of(place))
      if (found.length > 0)
        throw new Error([...found, showProgram(place.program), `inputs ${place.inputs.join(', ')}`].join('\n'))
    }),
    parameters,
  )

describe(`random programs, control flow included (COTANGENT_SEED=${seed})`, { timeout: patience }, () => {
  it('are what they are here, but for rounding', () =>
    holdAt(24, ({ map, primals }) => [map, primals], { seed, ...runs(40, 5000) }))

  it('have the derivatives in reverse mode that they have here', () =>
    holdAt(10, ({ map, primals, weights }) => [cotangentMap(map, primals.length), [...primals, ...weights]], {
      seed,
      ...runs(20, 5000),
    }))

  it('have the derivatives in forward mode that they have here', () =>
    holdAt(10, ({ map, primals, tangents }) => [tangentMap(map), [...primals, ...tangents]], {
      seed,
      ...runs(20, 5000),
    }))
})

/** Whether nothing in a graph rounds: it moves floats, and computes with integers. */
const roundsNothing = ({ applies }: Graph): boolean =>
  applies.every(
    (apply) =>
      apply.results.every((result) => roundingCount(apply, apply.operands, result, onnx) === 0) &&
      graphsWithin(apply).every(roundsNothing),
  )

/** Where drops the sign of a zero in ONNX Runtime. */
const unsigned = (x: Constant): readonly number[] => Array.from<number>(rowMajor(x)).map((element) => element + 0)

/** Whether a graph has windows: their greatest elements are a MaxPool, in which ONNX Runtime loses NaN (docs/onnx.md). */
const hasWindows = (graph: Graph): boolean =>
  graph.applies.some(({ primitive }) => primitive.name === 'windows') ||
  graph.applies.flatMap(graphsWithin).some(hasWindows)

const isNaNIn = (x: Constant): boolean => Array.from<number>(rowMajor(x)).some(Number.isNaN)

/** Small programs of any values that round nothing, and inputs of theirs. */
const exactRuns = programs('wild', 6)
  .map((program) => {
    const types = program.domains.map(({ type }) => type)
    return { program, graph: traceClosed('test', (inputs) => runProgram(program)(...inputs), types).graph }
  })
  .filter(({ graph }) => graph.applies.length > 0 && roundsNothing(graph))
  .chain(({ program, graph }) => inputsOf(program.domains).map((inputs) => ({ program, graph, inputs })))

describe(`random programs that round nothing (COTANGENT_SEED=${seed})`, { timeout: patience }, () => {
  it('are what they are here, of any values', () =>
    fc.assert(
      fc.asyncProperty(exactRuns, async ({ program, graph, inputs }) => {
        const expected = outcomeOf(() => interpret(graph, inputs) as readonly Constant[])
        fc.pre(!('problem' in expected))
        // Where nothing rounds, NaN comes of NaN alone.
        fc.pre(!(hasWindows(graph) && inputs.some(isNaNIn)))
        const found = await inOnnx(graph, inputs)
        expect(found.map(showType)).toEqual(expected.map(showType))
        expect(found.map(unsigned), `${showProgram(program)}\n${show(inputs)}`).toEqual(expected.map(unsigned))
      }),
      { seed, ...runs(40, 5000) },
    ))
})

describe('random keys', () => {
  /** From one key a walk of several steps, each with keys of its own, and all that can be drawn from one. */
  const walk = (start: Tensor): readonly Tensor[] => {
    const step = (carry: { readonly key: Key; readonly at: Tensor }) => {
      const [next, own] = unstack(split(carry.key)) as unknown as readonly [Key, Key]
      const drawn = keyed.normal(own, [3]) as unknown as Tensor
      return [{ key: next, at: (add as unknown as (a: Tensor, b: Tensor) => Tensor)(carry.at, drawn) }, drawn]
    }
    const none = constantOf('float64', [3], () => 0)
    const [{ at, key: last }, steps] = (scan as unknown as (...all: unknown[]) => never)(
      step,
      { key: start, at: none },
      undefined,
      { length: 4 },
    ) as unknown as readonly [{ readonly at: Tensor; readonly key: Key }, Tensor]
    const own = start as unknown as Key
    const drawn = [
      keyed.uniform(own, [5]),
      keyed.uniform(own, [2, 3], { dtype: 'float32' }),
      keyed.bernoulli(own, 0.3, [16]),
      keyed.randint(own, -5, 1000, [9]),
    ] as unknown as readonly Tensor[]
    return [at, last as unknown as Tensor, steps, ...drawn]
  }

  it.each([0, 1, 2 ** 40 + 12345])('give in ONNX what they give here: key(%d)', async (number) => {
    const start = key(number) as unknown as Constant
    const graph = graphOf(([x]) => walk(x), start)
    const found = await inOnnx(graph, [start])
    expect(deviationOfGraph(graph, [start], found)).toBeUndefined()
    // Uniform numbers are made of whole ones, and nothing is rounded on the way.
    const expected = interpret(graph, [start])
    expect([...found.slice(3), found[1]]).toEqual([...expected.slice(3), expected[1]])
  })
})

describe('the law of agreement', () => {
  const x = constantOf('float64', [3], (index) => index + 1.1)
  const f: TensorMap = ([a]) => [square(sub(a as never, 1)) as unknown as Tensor]
  const values = f([x]) as readonly Constant[]

  it('finds a number that is off by a few times what rounding explains', () => {
    const off = (by: number): Constant =>
      constantOf('float64', [3], (at) => rowMajor(values[0])[at] + (at === 1 ? by : 0))
    // Two differences and a square of 1.1: at most 2 (2 u 1.21 + 2 u 1.1 ...) on each side, some ten units of 2^-53.
    expect(engine.agreement(f, onnx).holds([x], [off(0)])).toBe(true)
    expect(engine.agreement(f, onnx).holds([x], [off(2 ** -52)])).toBe(true)
    expect(engine.agreement(f, onnx).holds([x], [off(2 ** -46)])).toBe(false)
    expect(engine.agreement(f, onnx).holds([x], [off(Number.NaN)])).toBe(false)
  })

  it('finds another type, and results that are missing', () => {
    expect(engine.agreement(f, onnx).holds([x], [])).toBe(false)
    expect(engine.agreement(f, onnx).holds([x], [constantOf('float32', [3], () => 0)])).toBe(false)
  })
})
