import { describe, expect, it } from 'vitest'
import { programsStart } from '../../src/compile/index.js'
import { currentHeap, growTo } from '../../src/engine/memory.js'
import {
  applyPrimitive,
  type NoAttributes,
  noAttributes,
  noDerivative,
  type Primitive,
  primitives,
  type RoutinePrimitive,
} from '../../src/graph/index.js'
import { transpose } from '../../src/graph/primitives/structural.js'
import { routine } from '../../src/graph/routine.js'
import {
  type DType,
  evaluateRoutine,
  type Format,
  indices,
  isFloat,
  numbers,
  type Routine,
  rowMajor,
  type Shape,
  type TensorType,
} from '../../src/tensor/index.js'
import { constantOf, disagreement, graphOf, graphOfOne, randomElement, uniformNumbers } from './agreement.js'

type Everything = Routine<
  NoAttributes,
  readonly [Format<'number'>],
  readonly [Format<'number'>, Format<'index'>, Format<'number'>]
>

/** Everything that a machine can do, on a matrix: no two of its instructions may trade places unnoticed. */
const everything: Everything = {
  operands: [numbers(2)],
  results: [numbers(2), indices(1), numbers(0)],
  run: (
    { number, index, truth, variable, counter, numbers, wide, indices, when, loop, loopWhile },
    [a],
    [b, at, total],
  ) => {
    const [rows, columns] = a.shape
    const scratch = numbers([columns])
    const [kept, rounded] = [wide([columns]), numbers([columns])]
    const counts = indices([rows, 1])
    const sum = variable(number.constant(0))
    loop(0, columns, (j) => scratch.store(number.constant(0), j))
    loop(0, rows, (i) => {
      const [row, target] = [a.at(i), b.at(i)]
      const before = sum.get()
      const count = counter(0)
      loop(index.constant(0), columns, (j) => {
        const element = row.load(j)
        when(
          number.less(element, number.constant(1)),
          () => {
            sum.set(number.add(sum.get(), element))
            count.set(index.add(count.get(), index.constant(1)))
          },
          () => scratch.store(number.sub(scratch.load(j), element), j),
        )
        // What is lost of a third by rounding: something in float32 only.
        const third = number.div(element, number.constant(3))
        kept.store(third, j)
        rounded.store(third, j)
        const lost = number.sub(kept.load(j), rounded.load(j))
        target.store(number.add(number.mul(sum.get(), scratch.load(j)), lost), j)
      })
      counts.store(count.get(), i, 0)
      // The value from before the row, not what the variable holds by now.
      if (columns > 0) when(number.equal(before, before), () => target.store(number.add(before, target.load(0)), 0))
    })
    const left = counter(rows)
    const going = counter(1)
    loopWhile(
      () => index.and(going.get(), index.less(index.constant(0), left.get())),
      () => {
        left.set(index.sub(left.get(), index.constant(1)))
        at.store(counts.load(left.get(), 0), left.get())
        if (columns > 0) going.set(truth(number.lessEqual(a.load(left.get(), 0), number.constant(1e6))))
      },
    )
    loop(0, left.get(), (i) => at.store(index.constant(-1), i))
    total.store(sum.get())
  },
}

/** Engines go by the name of a primitive: this one passes for one that is a routine as well. */
const record: RoutinePrimitive<'argsort', NoAttributes> = routine({
  name: 'argsort',
  routine: everything,
  infer: ([{ dtype, shape }]) => [
    { dtype, shape },
    { dtype: 'int32', shape: shape.slice(0, -1) },
    { dtype, shape: shape.slice(0, -2) },
  ],
  jvp: () => [undefined, undefined, undefined],
  vjp: () => [noDerivative],
  domain: () => [],
})

const shapes: readonly Shape[] = [
  [3, 4],
  [2, 3, 4],
  [2, 1, 1, 5],
  [0, 2, 2],
  [2, 0, 3],
  [3, 0],
  [2, 2, 70],
]

/** Puts NaN and -1 wherever a program may look. */
const poison = (): void => {
  growTo(2 ** 17)
  currentHeap().bool.fill(0xff, programsStart, 2 ** 17)
}

describe('a routine that reaches outside its cells', () => {
  const reaching = (element: (index: number) => number): Everything => ({
    ...everything,
    run: (_, [a], [b]) => b.store(a.load(0, element(a.shape[1])), 0, 0),
  })

  it.each([(columns: number) => columns, () => -1])('is found out', (element) => {
    const x = constantOf('float64', [1, 2], () => 1)
    expect(() => evaluateRoutine(reaching(element), [x], noAttributes, record.infer([x], noAttributes))).toThrow(
      RangeError,
    )
  })
})

describe('a routine that does all that a machine can', () => {
  const random = uniformNumbers(3)
  const drawn = (type: TensorType) => constantOf(type.dtype, type.shape, () => randomElement(type.dtype, random))

  describe.each(['float64', 'float32', 'int32', 'bool'] as const)('on %s', (dtype: DType) => {
    it.each(shapes.map((shape) => [shape]))('gives the same bits on both engines: %j', (shape) => {
      const type = { shape, dtype }
      poison()
      const points = Array.from({ length: 20 }, () => [drawn(type)])
      expect(disagreement(graphOfOne(record, noAttributes, [type]), ...points)).toBeUndefined()
    })

    it('reads operands whatever way they lie', () => {
      const graph = graphOf(([x]) => applyPrimitive(record, noAttributes, [transpose(x, [1, 2, 0])]), {
        shape: [4, 2, 3],
        dtype,
      })
      poison()
      expect(disagreement(graph, [drawn({ shape: [4, 2, 3], dtype })])).toBeUndefined()
    })
  })

  it('computes in float64 and rounds what it stores to float32', () => {
    const x = constantOf('float32', [1, 2], (index) => [0.1, 0.2][index])
    const [, , total] = applyPrimitive(record, noAttributes, [x])
    expect(rowMajor(total as typeof x)[0]).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)))
  })

  it('works as its loops say', () => {
    const x = constantOf('float64', [2, 2], (index) => [0.5, 3, -2, 0.25][index])
    const [b, at, total] = applyPrimitive(record, noAttributes, [x]).map((each) => [...rowMajor(each as typeof x)])
    // Scratch is [0, 0], then [0, -3]; the sum is 0.5, then -1.5, then -1.25.
    expect(b).toEqual([0, -1.5, 0.5, 3.75])
    expect(at).toEqual([1, 2])
    expect(total).toEqual([-1.25])
  })
})

const routines = (Object.values(primitives) as readonly Primitive[]).filter(
  (each): each is RoutinePrimitive<string, unknown> => 'routine' in each,
)

describe.each(routines.map((each) => [each.name, each] as const))('%s', (_, each) => {
  it('reads nothing that it has not written', () => {
    const random = uniformNumbers(4)
    for (const { operands, attributes } of each.domain()) {
      const values = operands.map(({ type, low, high, arranged = (drawn) => drawn }) =>
        arranged(
          constantOf(type.dtype, type.shape, () =>
            isFloat(type.dtype) ? low + (high - low) * random() : low + Math.floor((high - low + 1) * random()),
          ),
        ),
      )
      poison()
      expect(disagreement(graphOfOne(each, attributes, values), values)).toBeUndefined()
    }
  })
})
