import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Shape, sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { indicesOf, smallShapes, wholeTensors } from './generators.js'
import { elementsOf, named, untyped } from './untyped.js'

const {
  arange,
  broadcastTo,
  concatenate,
  expandDims,
  flip,
  makeGraph,
  moveAxis,
  pad,
  reshape,
  slice,
  squeeze,
  stack,
  sum,
  swapAxes,
  tensor,
  toArray,
  transpose,
  zeros,
} = untyped

const tensors = smallShapes.chain((shape) => wholeTensors(shape))

/** A tensor and one of its axes, counted from either end. */
const withAxis: fc.Arbitrary<readonly [Tensor, number]> = tensors
  .filter(({ shape }) => shape.length > 0)
  .chain((x) => fc.tuple(fc.constant(x), fc.integer({ min: -x.shape.length, max: x.shape.length - 1 })))

const same = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape)
  expect(a.dtype).toBe(b.dtype)
  expect(elementsOf(a)).toEqual(elementsOf(b))
}

describe('reshape', () => {
  it('keeps the elements in order, and comes back', () => {
    fc.assert(
      fc.property(tensors, (x) => {
        const row = reshape(x, [sizeOf(x.shape)])
        expect(elementsOf(row)).toEqual(elementsOf(x))
        same(reshape(row, x.shape), x)
      }),
    )
  })

  it('finds the size that is -1', () => {
    expect(reshape(arange(12), [2, -1, 3]).shape).toEqual([2, 2, 3])
    expect(reshape(zeros([0, 3]), [-1, 2]).shape).toEqual([0, 2])
    expect(pipe(arange(4), reshape([2, -1]))).toMatchObject({ shape: [2, 2] })
    expect(reshape(tensor([5]), []).shape).toEqual([])
  })
})

describe('orders of axes', () => {
  it('transpose reverses, and twice is nothing', () => {
    fc.assert(
      fc.property(tensors, (x) => {
        expect(transpose(x).shape).toEqual([...x.shape].reverse())
        same(transpose(transpose(x)), x)
        same(pipe(x, transpose as never), transpose(x))
      }),
    )
  })

  it('transpose puts axis axes[i] at i', () => {
    const x = reshape(arange(24), [2, 3, 4])
    const moved = transpose(x, [2, 0, -2])
    expect(moved.shape).toEqual([4, 2, 3])
    const [source, target] = [toArray(x), toArray(moved)]
    for (const [i, j, k] of indicesOf([2, 3, 4])) expect(target[k][i][j]).toBe(source[i][j][k])
    same(pipe(x, transpose([2, 0, 1])), transpose(x, [2, 0, 1]))
  })

  it('moveAxis moves one axis past the others, and back', () => {
    fc.assert(
      fc.property(
        withAxis.chain(([x, axis]) => fc.tuple(fc.constant(x), fc.constant(axis), fc.nat(x.shape.length - 1))),
        ([x, axis, to]) => {
          const moved = moveAxis(x, axis, to)
          const from = (axis + x.shape.length) % x.shape.length
          expect(moved.shape).toEqual(x.shape.toSpliced(from, 1).toSpliced(to, 0, x.shape[from]))
          same(moveAxis(moved, to, axis), x)
        },
      ),
    )
  })

  it('moveAxis moves several, each to its own place', () => {
    const x = reshape(arange(120), [2, 3, 4, 5])
    same(moveAxis(x, [0, -1], [2, 0]), transpose(x, [3, 1, 0, 2]))
    same(moveAxis(x, [2, 0, 1, 3], [0, 1, 2, 3]), transpose(x, [2, 0, 1, 3]))
    same(pipe(x, moveAxis([], [])), x)
  })

  it('swapAxes exchanges two', () => {
    const x = reshape(arange(24), [2, 3, 4])
    same(swapAxes(x, 0, -1), transpose(x, [2, 1, 0]))
    same(pipe(x, swapAxes(1, 1)), x)
  })
})

describe('axes of size 1', () => {
  it('come and go', () => {
    fc.assert(
      fc.property(withAxis, ([x, axis]) => {
        const wide = expandDims(x, axis)
        expect(wide.shape.length).toBe(x.shape.length + 1)
        same(squeeze(wide, { axis }), x)
        expect(squeeze(x).shape).toEqual(x.shape.filter((extent) => extent !== 1))
      }),
    )
    expect(expandDims(zeros([3]), [0, 1, -1]).shape).toEqual([1, 1, 3, 1])
    expect(pipe(zeros([1, 3]), squeeze as never)).toMatchObject({ shape: [3] })
    expect(pipe(zeros([1, 3]), squeeze({ axis: [0] }))).toMatchObject({ shape: [3] })
    expect(pipe(zeros([3]), expandDims(-1))).toMatchObject({ shape: [3, 1] })
  })
})

describe('broadcastTo', () => {
  it('repeats: its sum is the sum times the repetitions', () => {
    expect(toArray(broadcastTo(tensor([[1], [2]]), [2, 2, 2]))).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ])
    expect(elementsOf(sum(pipe(tensor([1, 2]), broadcastTo([50, 2]))))).toEqual([150])
    expect(broadcastTo(tensor(1), [0]).shape).toEqual([0])
  })
})

it('reshape and broadcastTo leave the shapes that they are given alone, and do not follow them', () => {
  const shape = [1, 3]
  const [x, y] = [reshape(tensor([1, 2, 3]), shape), broadcastTo(tensor([1, 2, 3]), shape)]
  shape[0] = 2
  expect([x, y]).toMatchObject([{ shape: [1, 3] }, { shape: [1, 3] }])
  const graph = makeGraph((z: Tensor) => reshape(z, shape))(zeros([6]))
  shape.push(7)
  expect(graph.outputs).toMatchObject([{ shape: [2, 3] }])
})

/** What Python's `range(extent)[start:stop:step]` gives, by the definition in its language reference. */
const pythonRange = (extent: number, start: number | null, stop: number | null, step: number): readonly number[] => {
  const within = (bound: number): number => (bound < 0 ? bound + extent : bound)
  const chosen: number[] = []
  const clipped = (bound: number, low: number, high: number): number => Math.max(low, Math.min(high, bound))
  if (step > 0) {
    const from = start === null ? 0 : clipped(within(start), 0, extent)
    const to = stop === null ? extent : clipped(within(stop), 0, extent)
    for (let at = from; at < to; at += step) chosen.push(at)
  } else {
    const from = start === null ? extent - 1 : clipped(within(start), -1, extent - 1)
    const to = stop === null ? -1 : clipped(within(stop), -1, extent - 1)
    for (let at = from; at > to; at += step) chosen.push(at)
  }
  return chosen
}

const bound = fc.option(fc.integer({ min: -7, max: 7 }))
const steps = fc.integer({ min: -3, max: 3 }).filter((step) => step !== 0)
const ranges = fc.tuple(bound, bound, steps)

describe('slice', () => {
  it("goes by Python's rules on every axis", () => {
    fc.assert(
      fc.property(
        smallShapes.chain((shape) =>
          fc.tuple(wholeTensors(shape), fc.array(fc.option(ranges), { maxLength: shape.length })),
        ),
        ([x, given]) => {
          const places = x.shape.map((extent: number, axis: number) => {
            const [start, stop, step] = given[axis] ?? [null, null, 1]
            return pythonRange(extent, start, stop, step)
          })
          const result = slice(x, given)
          expect(result.shape).toEqual(places.map(({ length }) => length))
          const elements = elementsOf(x)
          const wanted = indicesOf(result.shape).map((index) =>
            places.reduce((at, place, axis) => at * x.shape[axis] + place[index[axis]], 0),
          )
          expect(elementsOf(result)).toEqual(wanted.map((at) => elements[at]))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('stands in pipes, with short ranges', () => {
    expect(elementsOf(pipe(arange(5), slice([[3]])))).toEqual([3, 4])
    expect(elementsOf(slice(arange(5), [[]]))).toEqual([0, 1, 2, 3, 4])
    expect(elementsOf(slice(arange(5), []))).toEqual([0, 1, 2, 3, 4])
  })
})

describe('flip', () => {
  it('turns axes round, and twice is nothing', () => {
    fc.assert(
      fc.property(withAxis, ([x, axis]) => {
        same(flip(flip(x, { axis }), { axis }), x)
        expect(elementsOf(flip(x))).toEqual([...elementsOf(x)].reverse())
        expect(elementsOf(moveAxis(flip(x, { axis }), axis, 0))).toEqual(
          elementsOf(slice(moveAxis(x, axis, 0), [[null, null, -1]])),
        )
      }),
    )
  })
})

describe('pad', () => {
  it('is undone by slicing, and surrounds with the value', () => {
    fc.assert(
      fc.property(
        smallShapes.chain((shape) =>
          fc.tuple(
            wholeTensors(shape),
            fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: shape.length, maxLength: shape.length }),
            fc.constantFrom(0, 7),
          ),
        ),
        ([x, widths, value]) => {
          const padded = pad(x, widths, { value })
          same(
            slice(
              padded,
              widths.map(([before], axis) => [before, before + x.shape[axis]]),
            ) as Tensor,
            x,
          )
          const added = sizeOf(padded.shape) - sizeOf(x.shape)
          expect(elementsOf(sum(padded))).toEqual([elementsOf(sum(x))[0] + added * value])
        },
      ),
    )
  })

  it('takes every dtype', () => {
    expect(toArray(pad(tensor([true]), [[1, 1]], { value: true }))).toEqual([true, true, true])
    expect(toArray(pad(tensor([false]), [[1, 0]]))).toEqual([false, false])
    expect(pad(tensor([1], { dtype: 'int32' }), [[0, 1]], { value: -1 }).dtype).toBe('int32')
    expect(elementsOf(pipe(tensor([1]), pad([[1, 0]], { value: NaN })))).toEqual([NaN, 1])
  })
})

describe('joining', () => {
  const parts: fc.Arbitrary<readonly [readonly Tensor[], number]> = fc
    .tuple(smallShapes, fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }))
    .filter(([shape]) => shape.length > 0)
    .chain(([shape, extents]) =>
      fc
        .nat(shape.length - 1)
        .chain((axis) =>
          fc.tuple(
            fc.tuple(...extents.map((extent) => wholeTensors(shape.with(axis, extent) as Shape))),
            fc.constantFrom(axis, axis - shape.length),
          ),
        ),
    )

  it('concatenate is undone by slices', () => {
    fc.assert(
      fc.property(parts, ([operands, axis]) => {
        const joined = moveAxis(concatenate(operands, { axis }), axis, 0)
        let start = 0
        for (const operand of operands) {
          const part = moveAxis(operand, axis, 0)
          same(slice(joined, [[start, start + part.shape[0]]]), part)
          start += part.shape[0]
        }
        expect(start).toBe(joined.shape[0])
      }),
    )
  })

  it('joins any number of operands', () => {
    const many = Array.from({ length: 200_000 }, () => tensor([1]))
    expect(concatenate(many)).toMatchObject({ shape: [200_000] })
  })

  it('stack puts operands side by side along a new axis', () => {
    fc.assert(
      fc.property(
        smallShapes.chain((shape) =>
          fc.tuple(
            fc.array(wholeTensors(shape), { minLength: 1, maxLength: 3 }),
            fc.integer({ min: -shape.length - 1, max: shape.length }),
          ),
        ),
        ([operands, axis]) => {
          const layers = moveAxis(stack(operands, { axis }), axis, 0)
          operands.forEach((operand, index) => {
            same(squeeze(slice(layers, [[index, index + 1]]), { axis: 0 }), operand)
          })
        },
      ),
    )
  })

  it('stands in pipes, and takes numbers beside scalars', () => {
    const [a, b] = [tensor([1]), tensor([2])]
    for (const name of ['concatenate', 'stack']) {
      same(pipe([a, b], named(name) as never), named(name)([a, b]))
      same(pipe([a, b], named(name)({ axis: -1 }) as never), named(name)([a, b], { axis: -1 }))
    }
    expect(elementsOf(stack([tensor(1), 2]))).toEqual([1, 2])
  })
})
