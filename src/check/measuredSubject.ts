import { reference, rounded, wasm } from '../engine/index.js'
import { constantOf } from '../graph/index.js'
import {
  type Constant,
  copyOut,
  type FloatDType,
  flatten,
  fromRowMajor,
  leafPaths,
  rowMajor,
  sizeOf,
  unitRoundoff,
} from '../tensor/index.js'
import { mayNotEnd } from './ending.js'
import { type Entry, finestFrom, type Point, scaleOf } from './point.js'
import type { Question } from './question.js'
import { rowIn, slotsIn } from './slots.js'
import type { Around, Fineness, Line, Subject } from './subject.js'
import { type TracedFunction, traced, tracedHere } from './traced.js'

const engines = { reference, wasm } as const

const finenesses: Readonly<Record<FloatDType, Fineness>> = {
  float64: {
    roundoff: unitRoundoff('float64'),
    smallest: 2 ** -1074,
    spacings: { wide: 1 / 4, narrow: [1 / 2, 3 / 4], coarse: 1 / 8 },
  },
  float32: {
    roundoff: unitRoundoff('float32'),
    smallest: 2 ** -149,
    spacings: { wide: 1 / 4, narrow: [1 / 2, 3 / 4], coarse: 1 / 8 },
  },
}

/** How finely the arithmetic of a dtype resolves numbers. */
export const finenessOf = (dtype: FloatDType): Fineness => finenesses[dtype]

/** A leaf with some of its elements replaced. */
const replaced = (leaf: Constant, replace: (data: { [index: number]: number }) => void): Constant => {
  const data = copyOut(leaf)
  replace(data)
  return fromRowMajor(leaf.dtype, [...leaf.shape], data)
}

const elementsOf = (tensors: readonly Constant[]): ArrayLike<number> =>
  tensors.length === 1 ? rowMajor(tensors[0]) : Float64Array.from(tensors.flatMap((each) => [...rowMajor(each)]))

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  Array.from(a).every((element, index) => Object.is(element, b[index]))

/** A function and its derivative at a point, in the arithmetic of the leaves' own dtypes, whose noise has to be measured. */
export const measuredSubject = (question: Question<never>, point: Point, engine: keyof typeof engines): Subject => {
  const { leaves, paths, tree } = point
  const here = tracedHere(question, point)
  const { reads } = here
  // A function that reads values is followed as it stands.
  const evaluated =
    (f: (x: never) => unknown, { graph, captured }: TracedFunction) =>
    (at: readonly Constant[]): ArrayLike<number> =>
      elementsOf(
        reads
          ? flatten(question.check, f(tree(at) as never))[0].map((leaf) => constantOf(question.check, leaf))
          : engines[engine](graph, [...at, ...captured.map(rounded)]),
      )
  const value = evaluated(question.value, here.value)
  const derivative = evaluated(question.derivative, here.derivative)
  const outputs = here.value.graph.outputs
  const slotAt = slotsIn(outputs, leaves)
  const fineness = finenessOf(leaves.some(({ dtype }) => dtype === 'float32') ? 'float32' : 'float64')
  const results = value(leaves)
  const slopes = derivative(leaves)

  const lineOf = ({ which, offset }: Entry): Line => {
    const leaf = leaves[which]
    const x = rowMajor(leaf)[offset]
    const round = leaf.dtype === 'float32' ? Math.fround : (y: number) => y
    const moved = (t: number): Constant =>
      replaced(leaf, (data) => {
        data[offset] = x + t
      })
    return {
      scale: scaleOf(x),
      finest: finestFrom(x, fineness.roundoff),
      place: (t) => round(x + t) - x,
      values: (t) => value(leaves.with(which, moved(t))),
    }
  }

  const along = (steps: readonly Float64Array[], t: number): readonly Constant[] =>
    leaves.map((leaf, which) =>
      replaced(leaf, (data) => {
        const elements = rowMajor(leaf)
        for (let index = 0; index < elements.length; index++) data[index] = elements[index] + t * steps[which][index]
      }),
    )

  const around =
    (steps: readonly Float64Array[], f: (at: readonly Constant[]) => ArrayLike<number>, count: number) =>
    (place: number): Around => ({
      base: new Float64Array(count),
      at: (t) => f(along(steps, place + t)),
    })

  return {
    leaves,
    paths,
    outputs,
    outputPaths: leafPaths(here.value.output),
    results,
    reads,
    mayNotEnd: mayNotEnd(here),
    repeats: () => {
      const again = traced(question, point, reads ? leaves : [])
      return {
        value: same(results, evaluated(question.value, again.value)(leaves)),
        derivative: same(slopes, evaluated(question.derivative, again.derivative)(leaves)),
      }
    },
    rowOf: rowIn(slotAt, slopes, leaves),
    analytic: (slot) => slopes[slotAt(slot)],
    value: fineness,
    derivative: fineness,
    relative: 0,
    constants: 0,
    lineOf,
    lineAlong: (steps) => ({
      scale: 1,
      finest: fineness.roundoff,
      place: (t) => t,
      values: (t) => value(along(steps, t)),
    }),
    valuesAround: (steps) =>
      around(
        steps,
        value,
        outputs.reduce((count, { shape }) => count + sizeOf(shape), 0),
      ),
    slopesAround: (steps, slots) =>
      around(
        steps,
        (at) => {
          const all = derivative(at)
          return slots.map((slot) => all[slotAt(slot)])
        },
        slots.length,
      ),
  }
}
