import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AxisError, ShapeError } from '../../src/tensor/errors.js'
import {
  broadcastShapes,
  checkShape,
  equalShapes,
  normalizeAxes,
  normalizeAxis,
  reducedShape,
  reshapedStrides,
  rowMajorStrides,
  type Shape,
  sizeOf,
} from '../../src/tensor/shape.js'
import { failureOf, here } from './failures.js'
import { shapes } from './generators.js'

const typeOf = (shape: Shape) => ({ shape, dtype: 'float64' }) as const

/** The broadcast shape, or undefined where there is none. */
const broadcast = (...operands: readonly (Shape | undefined)[]): Shape | undefined => {
  if (!operands.every((shape) => shape !== undefined)) return undefined
  try {
    return broadcastShapes('add', operands.map(typeOf))
  } catch (error) {
    if (error instanceof ShapeError) return undefined
    throw error
  }
}

/** Shapes that mostly broadcast: a common shape with axes set to 1 and leading ones left out. */
const broadcastable = (count: number): fc.Arbitrary<readonly Shape[]> =>
  shapes.chain((common) =>
    fc.array(
      fc
        .tuple(fc.array(fc.boolean(), { minLength: common.length, maxLength: common.length }), fc.nat(common.length))
        .map(([kept, dropped]) => common.map((extent, axis) => (kept[axis] ? extent : 1)).slice(dropped)),
      { minLength: count, maxLength: count },
    ),
  )

const triples = fc.oneof(broadcastable(3), fc.array(shapes, { minLength: 3, maxLength: 3 }))

describe('broadcastShapes', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(triples, ([a, b]) => {
        expect(broadcast(a, b)).toEqual(broadcast(b, a))
      }),
    )
  })

  it('is associative, and takes all operands at once', () => {
    fc.assert(
      fc.property(triples, ([a, b, c]) => {
        expect(broadcast(broadcast(a, b), c)).toEqual(broadcast(a, broadcast(b, c)))
        expect(broadcast(a, b, c)).toEqual(broadcast(broadcast(a, b), c))
      }),
    )
  })

  it('has the scalar as its unit and is idempotent', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(broadcast(shape, [])).toEqual(shape)
        expect(broadcast(shape, shape)).toEqual(shape)
        expect(broadcast(shape)).toEqual(shape)
      }),
    )
    expect(broadcast()).toEqual([])
  })

  it('always succeeds on shapes cut from a common one', () => {
    fc.assert(
      fc.property(broadcastable(3), (operands) => {
        expect(broadcast(...operands)).toBeDefined()
      }),
    )
  })

  it.each<[Shape, Shape, Shape | undefined]>([
    [[2, 3], [3], [2, 3]],
    [
      [2, 1],
      [1, 3],
      [2, 3],
    ],
    [[0], [1], [0]],
    [[0], [3], undefined],
    [
      [0, 1],
      [1, 0],
      [0, 0],
    ],
    [[2], [3], undefined],
    [[2, 3], [2], undefined],
  ])('broadcasts %j and %j as NumPy does', (a, b, expected) => {
    expect(broadcast(a, b)).toEqual(expected)
  })

  it('says which sizes differ, where, and in which line', () => {
    const operands = [typeOf([2, 3]), typeOf([4, 1])]
    const [error, line] = [failureOf(() => broadcastShapes('add', operands)), here()]
    expect(error).toBeInstanceOf(ShapeError)
    expect(error.message).toContain(
      'add: sizes 2 and 4 differ at axis -2 and cannot be broadcast (operands float64[2, 3], float64[4, 1])',
    )
    expect(error.site).toContain(line)
  })
})

describe('rowMajorStrides', () => {
  it('numbers the elements in order', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const strides = rowMajorStrides(shape)
        const places = shape.reduce<number[]>(
          (starts, extent, axis) =>
            starts.flatMap((start) => Array.from({ length: extent }, (_, index) => start + index * strides[axis])),
          [0],
        )
        expect(places).toEqual([...Array(sizeOf(shape)).keys()])
      }),
    )
  })
})

describe('equalShapes', () => {
  it('compares sizes axis by axis', () => {
    fc.assert(
      fc.property(shapes, shapes, (a, b) => {
        expect(equalShapes(a, [...a])).toBe(true)
        expect(equalShapes(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })
})

const matrix = typeOf([2, 3, 4])

describe('normalizeAxes', () => {
  it('names the same axes from the front and from the end, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2)), (axes) => {
        const sorted = axes.toSorted()
        expect(normalizeAxes('sum', axes, matrix)).toEqual(sorted)
        expect(
          normalizeAxes(
            'sum',
            axes.map((axis) => axis - 3),
            matrix,
          ),
        ).toEqual(sorted)
      }),
    )
  })

  it('means all axes by none', () => {
    expect(normalizeAxes('sum', undefined, matrix)).toEqual([0, 1, 2])
    expect(normalizeAxes('sum', null, matrix)).toEqual([0, 1, 2])
    expect(normalizeAxes('sum', [], matrix)).toEqual([])
    expect(normalizeAxes('sum', undefined, typeOf([]))).toEqual([])
    expect(normalizeAxis('sum', -1, 3, matrix)).toBe(2)
  })

  it('leaves the given array alone', () => {
    const axes = Object.freeze([2, 0])
    expect(normalizeAxes('sum', axes, matrix)).toEqual([0, 2])
  })

  it.each<[number | readonly number[], Shape, string]>([
    [3, [2, 3, 4], 'sum: there is no axis 3 (operands float64[2, 3, 4]). Axes go from -3 to 2 here'],
    [[0, -4], [2, 3, 4], 'sum: there is no axis -4 (operands float64[2, 3, 4]). Axes go from -3 to 2 here'],
    [0.5, [2], 'sum: there is no axis 0.5 (operands float64[2]). Axes go from -1 to 0 here'],
    [Number.NaN, [2], 'sum: there is no axis NaN (operands float64[2]). Axes go from -1 to 0 here'],
    [0, [], 'sum: there is no axis 0 (operands float64[]). A scalar has no axes: leave `axis` out'],
    [[1, -2], [2, 3, 4], 'sum: axis [1, -2] names an axis twice (operands float64[2, 3, 4])'],
  ])('refuses axis %j of %j', (axis, shape, message) => {
    const [error, line] = [failureOf(() => normalizeAxes('sum', axis, typeOf(shape))), here()]
    expect(error).toBeInstanceOf(AxisError)
    expect(error.message.split('\n')[0]).toBe(message)
    expect(error.site).toContain(line)
  })
})

describe('reducedShape', () => {
  it('leaves the axes out, or with size 1', () => {
    expect(reducedShape([2, 3, 4], [0, 2])).toEqual([3])
    expect(reducedShape([2, 3, 4], [0, 2], true)).toEqual([1, 3, 1])
    expect(reducedShape([2, 0], [0, 1])).toEqual([])
  })

  it('keeps what it does not reduce', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(reducedShape(shape, [])).toEqual(shape)
        expect(sizeOf(reducedShape(shape, [...shape.keys()], true))).toBe(1)
      }),
    )
  })
})

describe('checkShape', () => {
  it('accepts every shape', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(checkShape('zeros', shape)).toBe(shape)
      }),
    )
  })

  it.each([[[-1]], [[1.5]], [[Number.NaN]], [[2 ** 53]], [['2']], [3], [null], [undefined]])('refuses %j', (shape) => {
    const [error, line] = [failureOf(() => checkShape('zeros', shape as Shape)), here()]
    expect(error).toBeInstanceOf(ShapeError)
    expect(error.message).toContain(`zeros: ${Array.isArray(shape) ? `[${shape}]` : shape} is no shape`)
    expect(error.site).toContain(line)
  })

  it('refuses more elements than whole numbers can count', () => {
    expect(failureOf(() => checkShape('zeros', [2 ** 30, 2 ** 30])).message).toContain('too large')
  })
})

/** The places in a buffer of a tensor's elements, in row-major order. */
const placesOf = (shape: Shape, strides: readonly number[]): readonly number[] =>
  shape.reduce<readonly number[]>(
    (places, extent, axis) => places.flatMap((at) => Array.from({ length: extent }, (_, i) => at + i * strides[axis])),
    [0],
  )

/** The extents with neighbours taken together and ones put in, as many as `cuts` say. */
const regrouped = (shape: Shape, cuts: readonly number[]): Shape =>
  cuts.reduce<Shape>((now, cut) => {
    const at = cut % (now.length + 1)
    return cut % 2 === 0 && at + 1 < now.length
      ? [...now.slice(0, at), now[at] * now[at + 1], ...now.slice(at + 2)]
      : [...now.slice(0, at), 1, ...now.slice(at)]
  }, shape)

describe('reshapedStrides', () => {
  const strided = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }).chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      strides: fc.oneof(
        fc.constant(rowMajorStrides(shape)),
        fc.constant(rowMajorStrides(shape.toReversed()).toReversed()),
        fc.array(fc.integer({ min: -6, max: 6 }), { minLength: shape.length, maxLength: shape.length }),
        fc.constant(shape.map(() => 0)),
      ),
      cuts: fc.array(fc.nat(20), { maxLength: 4 }),
    }),
  )

  it('leads to the same places', () => {
    fc.assert(
      fc.property(strided, ({ shape, strides, cuts }) => {
        const to = regrouped(shape, cuts)
        const found = reshapedStrides(shape, strides, to)
        return found === undefined || placesOf(to, found).join() === placesOf(shape, strides).join()
      }),
    )
  })

  it('is undefined only where no strides would do', () => {
    const candidates = (extents: Shape): readonly (readonly number[])[] =>
      extents.reduce<readonly (readonly number[])[]>(
        (all, extent) =>
          all.flatMap((each) =>
            (extent === 1 ? [0] : [-6, -3, -2, -1, 0, 1, 2, 3, 4, 6].map((s) => s)).map((stride) => [...each, stride]),
          ),
        [[]],
      )
    fc.assert(
      fc.property(strided, ({ shape, strides, cuts }) => {
        const to = regrouped(shape, cuts)
        if (reshapedStrides(shape, strides, to) !== undefined || to.length > 3) return true
        const wanted = placesOf(shape, strides).join()
        return candidates(to).every((each) => placesOf(to, each).join() !== wanted)
      }),
    )
  })

  it('splits, joins and turns axes that lie so', () => {
    expect(reshapedStrides([2, 6], [6, 1], [3, 4])).toEqual([4, 1])
    expect(reshapedStrides([3, 2], [1, 3], [3, 1, 2])).toEqual([1, 0, 3])
    expect(reshapedStrides([3, 2], [1, 3], [6])).toBeUndefined()
    expect(reshapedStrides([4, 5], [0, 1], [2, 2, 5])).toEqual([0, 0, 1])
    expect(reshapedStrides([4, 5], [0, 0], [10, 2])).toEqual([0, 0])
    expect(reshapedStrides([], [], [1, 1])).toEqual([0, 0])
  })
})
