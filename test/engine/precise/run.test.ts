import { describe, expect, it } from 'vitest'
import { type Precise, prepare, rounded, runPrecisely, widened } from '../../../src/engine/index.js'
import { type Graph, traceClosed } from '../../../src/graph/index.js'
import {
  ArgumentError,
  add,
  astype,
  cond,
  det,
  eigh,
  exp,
  grad,
  IndexError,
  item,
  jit,
  less,
  logSoftmax,
  logSumExp,
  makeGraph,
  mean,
  mul,
  neg,
  scan,
  softmax,
  solve,
  square,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  toArray,
  vmap,
  whileLoop,
  zeros,
} from '../../../src/index.js'
import { type Constant, filled, fromRowMajor, layoutOf, rowMajor } from '../../../src/tensor/index.js'
import golden from '../../golden/precise_functions.json' with { type: 'json' }

const run = (f: (...args: never[]) => unknown, ...args: readonly Tensor[]): readonly Precise[] =>
  runPrecisely(
    makeGraph(f as (...all: readonly Tensor[]) => unknown)(...args),
    args.map((arg) => widened(arg as Constant)),
  )

type Pair = readonly [high: number, low: number]

const pairs = ({ high, low }: Precise): readonly Pair[] => {
  const rest = low === undefined ? undefined : rowMajor(low)
  return Array.from(rowMajor(high), (element: number, at: number) => [element, rest?.[at] ?? 0] as const)
}

/** How far a number is from another, relative to `size`. */
const relative = ([a, aLow]: Pair, [b, bLow]: Pair, size: number): number =>
  Math.abs(a - b + (aLow - bLow)) / Math.abs(size)

const largestOf = (numbers: readonly Pair[]): number => Math.max(...numbers.map(([high]) => Math.abs(high)))

// The digits are mpmath's, to 60 of them, of functions written anew in Python at the same float64 operands; each number
// is given as the float64 nearest to it and the one nearest to the rest.
describe('what functions are to 31 digits', () => {
  const x = tensor([0.3, -1.7, 2.9, 0.05])
  const hilbert = tensor(Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => 1 / (i + j + 1))))
  const ones = tensor(new Array(8).fill([1]))

  const expectDigits = (found: readonly Pair[], expected: readonly (readonly number[])[], bound: number): void => {
    const due = expected as readonly Pair[]
    const size = largestOf(due)
    expect(found).toHaveLength(due.length)
    found.forEach((pair, index) => {
      expect(relative(pair, due[index], size)).toBeLessThan(bound)
    })
  }

  /** Elementary functions are right to 2^-98, and there are no more than eight in a row, none ill-conditioned. */
  const elementary = 2 ** -95

  it('logsumexp', () => expectDigits(pairs(run((x: Tensor) => logSumExp(x), x)[0]), [golden.logsumexp], elementary))

  it('softmax', () => expectDigits(pairs(run((x: Tensor) => softmax(x), x)[0]), golden.softmax, elementary))

  it('cross-entropy', () => {
    const loss = (x: Tensor) => neg(sum(mul(0.25, logSoftmax(x))))
    expectDigits(pairs(run(loss, x)[0]), [golden.crossEntropy], elementary)
  })

  it('a gradient', () => {
    const f = (w: Tensor<[4]>) => (x: Tensor<[4]>) => sum(square(tanh(mul(w, x))))
    const slope = (x: Tensor<[4]>, w: Tensor<[4]>) => grad(f(w))(x)
    expectDigits(pairs(run(slope, x, tensor([0.7, -0.2, 1.1, 0.4]))[0]), golden.gradient, elementary)
  })

  /** Of the matrix, whose condition number is 1.5e10 (2^34): elimination loses that much of 2^-100. */
  const illConditioned = 2 ** -66

  it('the determinant of the Hilbert matrix', () =>
    expectDigits(pairs(run((a: Tensor<[8, 8]>) => det(a), hilbert)[0]), [golden.hilbertDet], illConditioned))

  it('a system of it', () =>
    expectDigits(
      pairs(run((a: Tensor<[8, 8]>, b: Tensor<[8, 1]>) => solve(a, b), hilbert, ones)[0]),
      golden.hilbertSolve,
      illConditioned,
    ))

  it('its eigenvalues, to 2^-95 of the largest', () => {
    const [values] = run((a: Tensor<[8, 8]>) => eigh(a), hilbert)
    expectDigits(pairs(values), golden.hilbertEigenvalues, 2 ** -95)
  })
})

describe('ways that precise values decide', () => {
  const tiny = 2 ** -80
  const isLess = (x: Tensor<[]>) => less(x, add(x, tiny))

  it('a comparison', () => {
    expect(item(isLess(tensor(1)))).toBe(false)
    expect(pairs(run(isLess, tensor(1))[0])).toEqual([[1, 0]])
  })

  it('a branch', () => {
    const f = (x: Tensor<[]>) =>
      cond(
        isLess(x),
        (y: Tensor<[]>) => mul(y, 2),
        (y: Tensor<[]>) => y,
        x,
      )
    expect(pairs(run(f, tensor(3))[0])).toEqual([[6, 0]])
  })

  it('how often a loop goes round', () => {
    const f = (x: Tensor<[]>) =>
      whileLoop(
        (y: Tensor<[]>) => less(sub(y, 1), 5.5 * tiny),
        (y: Tensor<[]>) => add(y, tiny),
        x,
      )
    expect(pairs(run(f, tensor(1))[0])).toEqual([[1, 6 * tiny]])
  })

  it('steps of a scan, whose carries and outputs keep their low parts', () => {
    const f = (x: Tensor<[]>) => scan((c: Tensor<[]>) => [add(c, tiny), c] as const, x, zeros([2]), {})
    const [carry, ys] = run(f, tensor(1)).map(pairs)
    expect(carry).toEqual([[1, 2 * tiny]])
    expect(ys).toEqual([
      [1, 0],
      [1, tiny],
    ])
  })

  it('a compiled function within', () => {
    const inner = jit((x: Tensor<[]>) => sub(add(x, tiny), x))
    expect(pairs(run((x: Tensor<[]>) => inner(x), tensor(1))[0])).toEqual([[tiny, 0]])
  })
})

describe('rounding', () => {
  const float32 = (high: number, low: number): number => {
    const part = (x: number): Constant => filled('float64', [], x)
    return rowMajor(rounded({ shape: [], dtype: 'float32', high: part(high), low: part(low) }))[0]
  }

  it.each([
    [1 + 2 ** -24, 0, 1],
    [1 + 2 ** -24, 2 ** -80, 1 + 2 ** -23],
    [1 + 2 ** -24, -(2 ** -80), 1],
    [1 + 3 * 2 ** -24, -(2 ** -80), 1 + 2 ** -23],
    [-1 - 2 ** -24, -(2 ** -80), -1 - 2 ** -23],
    [1 - 2 ** -25, 2 ** -80, 1],
    [1 - 2 ** -25, -(2 ** -80), 1 - 2 ** -24],
    [2 ** -150, 2 ** -210, 2 ** -149],
    [2 ** -150, 0, 0],
    [1e300, 0, Number.POSITIVE_INFINITY],
    [Number.NaN, 0, Number.NaN],
    [0.1, 0, Math.fround(0.1)],
  ])('%f + %f is %f in float32', (high, low, expected) => expect(float32(high, low)).toBe(expected))

  it('happens once, at the end', () => {
    const f = (x: Tensor<[], 'float32'>) => sub(add(x, 1e-10), x)
    const [difference] = run(f, tensor(1, { dtype: 'float32' }))
    expect(difference.dtype).toBe('float32')
    // The operand 1e-10 is a float32 like the other.
    expect(pairs(difference)).toEqual([[Math.fround(1e-10), 0]])
    expect(rowMajor(rounded(difference))[0]).toBe(Math.fround(1e-10))
  })

  it('of a repeated number is done once', () => {
    const f = (x: Tensor) => add(exp(x), 1)
    const [x] = run(f, fromRowMajor('float64', [3], new Float64Array(3)))
    const [y] = run(f, zeros([3]))
    expect(pairs(y)).toEqual(pairs(x))
    expect(layoutOf(y.high).data).toHaveLength(1)
  })
})

describe('jit on the precise engine', () => {
  it('gives results in their dtype, the nearest to the exact ones', () => {
    const f = jit((x: Tensor<[number]>) => [sum(x), less(x, 1)] as const, { engine: 'precise' })
    const [total, small] = f(tensor([1e16, 1, 1, -1e16]))
    expect(item(total)).toBe(2)
    expect(toArray(small)).toEqual([false, false, false, true])
    expect(jit(() => tanh(tensor([0.5], { dtype: 'float32' })), { engine: 'precise' })().dtype).toBe('float32')
  })

  it('differentiates and batches there too', () => {
    const f = jit((x: Tensor<[]>) => sub(exp(x), 1), { engine: 'precise' })
    const x = tensor(1e-9)
    expect(item(f(x))).toBe(1.0000000005000001e-9)
    expect(item(grad(f)(x))).toBe(item(exp(x)))
    expect(toArray(vmap(f)(tensor([1e-9, 1e-9])))).toEqual([1.0000000005000001e-9, 1.0000000005000001e-9])
  })

  it('is named among the engines', () => {
    expect(() => jit(exp, { engine: 'exact' as 'precise' })).toThrow(ArgumentError)
    expect(() => jit(exp, { engine: 'exact' as 'precise' })).toThrow(/wasm or reference or precise/)
  })
})

describe('what is prepared', () => {
  const squares: Graph = traceClosed(
    'test',
    ([x, w]) => [mean(square(x) as Tensor<[2]>), exp(w)] as readonly Tensor[],
    [tensor([1, 2]), tensor([0])],
  ).graph

  it('keeps outputs that do not depend on what is changed', () => {
    const point: readonly unknown[] = [tensor([1, 2]), tensor([0])]
    const prepared = prepare(
      squares,
      point.map((x) => widened(x as Constant)),
    )
    const [changed, same] = prepared.changed(0, 1, { high: 4, low: 0 })
    expect(pairs(changed)).toEqual([[8.5, 0]])
    expect(same).toBe(prepared.outputs[1])
  })

  it('is as it was after a change that cannot be evaluated', () => {
    const { graph } = traceClosed(
      'test',
      ([x]) => [add(square(x) as Tensor<[2]>, take(tensor([1, 2, 3]), astype(x as Tensor<[2]>, 'int32')))],
      [tensor([1, 2])],
    )
    const prepared = prepare(graph, [widened(tensor([1, 2]) as unknown as Constant)])
    expect(() => prepared.changed(0, 0, { high: 5, low: 0 })).toThrow(IndexError)
    expect(pairs(prepared.changed(0, 1, { high: 0, low: 0 })[0])).toEqual([
      [3, 0],
      [1, 0],
    ])
  })
})
