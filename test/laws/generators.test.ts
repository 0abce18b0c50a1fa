import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Block,
  type Flavour,
  gridPoints,
  inputsOf,
  lengthOf,
  type Program,
  programPlaces,
  programs,
  runProgram,
  showProgram,
} from '../../laws/index.js'
import { elementsOf } from '../../laws/maps.js'
import { operations } from '../../laws/programs/operations.js'
import { bodiesOf } from '../../laws/programs/program.js'
import { type Graph, primitives, traceClosed } from '../../src/graph/index.js'
import { isFloat } from '../../src/tensor/index.js'
import { runs } from './counts.js'

const flavours: readonly Flavour[] = ['smooth', 'kinked', 'wild']

const drawn = (flavour: Flavour, count: number, seed = 1): readonly Program[] =>
  fc.sample(programs(flavour), { seed, numRuns: count })

const isGraph = (value: unknown): value is Graph => typeof value === 'object' && value !== null && 'applies' in value

/** The primitives in a graph and in the graphs that its attributes hold. */
const namesIn = (graph: Graph): readonly string[] =>
  graph.applies.flatMap(({ primitive, attributes }) => [
    primitive.name,
    ...Object.values(attributes as object)
      .filter(isGraph)
      .flatMap(namesIn),
  ])

const graphOf = (program: Program): Graph =>
  traceClosed('laws', (inputs) => runProgram(program)(...inputs), program.block.inputs).graph

/** What instructions there are, bodies included: operations by name, and the kinds that hold blocks. */
const wordsIn = (block: Block): readonly string[] =>
  block.instructions.flatMap((instruction) => [
    instruction.kind === 'straight' ? instruction.operation : instruction.kind,
    ...bodiesOf(instruction).flatMap(wordsIn),
  ])

describe('grids', () => {
  it('seldom give tiny numbers', () => {
    const points = fc.sample(gridPoints(-3, 3), { seed: 1, numRuns: 2000 })
    expect(points.filter((point) => Math.abs(point) < 1e-3).length).toBeLessThan(100)
    expect(Math.min(...points)).toBe(-3)
    expect(Math.max(...points)).toBe(3)
  })

  it('leave room for exact steps in float32', () => {
    for (const point of fc.sample(gridPoints(-3, 3), { seed: 2, numRuns: 500 }))
      expect(Math.fround(point + 2 ** -12) - point).toBe(2 ** -12)
  })
})

describe.each(flavours)('%s programs', (flavour) => {
  it('are the same for the same seed', () => expect(drawn(flavour, 30)).toEqual(drawn(flavour, 30)))

  it('are data that survives being written down', () => {
    const some = drawn(flavour, 100)
    expect(JSON.parse(JSON.stringify(some))).toEqual(some)
  })

  it('are of all lengths', () => {
    const lengths = drawn(flavour, 200).map(({ block }) => lengthOf(block))
    expect(lengths.filter((length) => length <= 5).length).toBeGreaterThan(20)
    expect(lengths.filter((length) => length >= 20).length).toBeGreaterThan(20)
  })

  it('use every operation, loop and branch', () => {
    const words = new Set(drawn(flavour, 800).flatMap(({ block }) => wordsIn(block)))
    const ordered = ['argmax', 'argmin', 'argsort', 'cummax', 'cummin', 'max', 'maxPool', 'median', 'min', 'quantile']
    const bent = ['hardShrink', 'hardTanh', 'hinge', 'huber', 'mae', 'smoothL1', 'softShrink', 'tripletMargin']
    const jumps = [...ordered, ...bent, 'searchSorted', 'sort', 'topK']
    const absent = { smooth: [...jumps, 'halfStopped'], kinked: ['halfStopped'], wild: ['raise', 'tame'] }
    const kinds = ['scan', 'iterate', 'while', 'cond', 'call', 'vmap', 'grad']
    const due = [...Object.keys(operations), ...kinds].filter((word) => !absent[flavour].includes(word))
    expect(due.filter((word) => !words.has(word))).toEqual([])
  })

  it('run, and every smaller one that they shrink to runs too', () => {
    const result = fc.check(
      fc.property(
        programs(flavour).chain((program) => fc.tuple(fc.constant(program), inputsOf(program.domains))),
        ([program, inputs]) => {
          runProgram(program)(...inputs)
          if (wordsIn(program.block).includes('mul')) throw new Error('multiplies')
        },
      ),
      { seed: 1 },
    )
    expect(result.errorInstance).toEqual(new Error('multiplies'))
    const [[smallest]] = result.counterexample as [[Program, unknown]]
    expect(lengthOf(smallest.block), showProgram(smallest)).toBeLessThanOrEqual(3)
  })
})

it('between them they reach every primitive', () => {
  const reached = new Set(
    (['kinked', 'wild'] as const).flatMap((flavour) => drawn(flavour, 300).flatMap((each) => namesIn(graphOf(each)))),
  )
  expect(Object.keys(primitives).filter((name) => !reached.has(name))).toEqual([])
})

it.each(['smooth', 'kinked'] as const)('%s programs keep finite and tame', (flavour) =>
  fc.assert(
    fc.property(programPlaces(flavour), ({ f, inputs }) => {
      const sizes = elementsOf(f(...inputs).filter(({ dtype }) => isFloat(dtype))).map(Math.abs)
      return sizes.every((size) => size <= 8.001)
    }),
    runs(200),
  ),
)

it('wild programs meet NaN, infinities and -0', () => {
  const results = fc
    .sample(programPlaces('wild'), { seed: 1, numRuns: 300 })
    .flatMap(({ f, inputs }) => elementsOf(f(...inputs)))
  for (const special of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0])
    expect(results.some((result) => Object.is(result, special))).toBe(true)
})
