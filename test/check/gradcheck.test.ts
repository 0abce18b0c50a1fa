import {
  abs,
  add,
  type DType,
  div,
  exp,
  type FloatDType,
  type GradientFailure,
  type GradientReport,
  grad,
  gradcheck,
  type HandWritten,
  less,
  log,
  matmul,
  max,
  maximum,
  mean,
  mul,
  relu,
  type ScalarFunction,
  sigmoid,
  softmax,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  toArray,
  transpose,
  where,
} from 'cotangent'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

type Vector = Tensor<[number], 'float64'>

const vector = (...elements: readonly number[]): Vector => tensor(elements) as Vector

const right = (result: Either<GradientFailure, GradientReport>): GradientReport => {
  if (isLeft(result)) throw new Error(String(result.left))
  return result.right
}

const failure = (result: Either<GradientFailure, GradientReport>): GradientFailure => {
  if (isRight(result)) throw new Error(String(result.right))
  return result.left
}

describe('a right gradient passes', () => {
  const x = vector(-1.3, 0.02, 0.7, 2.5)
  const w = tensor([
    [0.3, -0.2],
    [0.1, 0.9],
    [-0.7, 0.4],
    [1.1, -1],
  ])

  it.each<[string, ScalarFunction<Vector>, Vector]>([
    ['a sum of squares', (x) => sum(square(x)), x],
    ['exp', (x) => sum(exp(x)), x],
    ['sigmoid', (x) => sum(sigmoid(x)), x],
    ['a saturated sigmoid', (x) => sum(sigmoid(x)), vector(-40, 40, 800)],
    ['tanh of 5 x', (x) => sum(tanh(mul(x, 5))), x],
    ['softmax', (x) => sum(mul(softmax(x), tensor([1, 2, 3, 4]))), x],
    ['a layer', (x) => mean(square(tanh(matmul(x, w)))), x],
    ['a large scale', (x) => mul(1e200, sum(sigmoid(x))), x],
    ['a small scale', (x) => mul(1e-200, sum(sigmoid(x))), x],
    ['a small argument', (x) => sum(log(x)), vector(1e-6, 1e-3, 1)],
    ['a large argument', (x) => sum(sqrt(x)), vector(1e6, 1e12)],
    ['a minimum', (x) => sum(square(sub(x, 0.1))), vector(0.1, 0.1)],
    ['a root', (x) => sum(mul(mul(sub(x, 0.1), 0.3), 0.7)), vector(0.1)],
    ['near cancellation', (x) => sub(sum(add(x, 1e8)), 4e8), x],
    ['a fast wave', (x) => sum(square(sub(square(mul(x, 30)), 1))), x],
    ['a constant', () => tensor(3), x],
    ['zero', (x) => sum(mul(x, 0)), x],
    ['no elements', (x) => sum(x), vector()],
  ])('%s', (_, f, point) => {
    expect(right(gradcheck(f, point)).entries).toHaveLength(point.shape[0])
  })

  it('of a tree, leaf by leaf', () => {
    const point = { bias: tensor(0.5), layers: [w, transpose(w)] as const }
    const f = ({ bias, layers: [a, b] }: typeof point) => mean(add(tanh(matmul(a, b)), bias))
    const report = right(gradcheck(f, point))
    expect(report.entries.map(({ path, index }) => `${path}[${index}]`)).toEqual([
      '.bias[]',
      ...[0, 1, 2, 3].flatMap((i) => [0, 1].map((j) => `.layers[0][${i},${j}]`)),
      ...[0, 1].flatMap((i) => [0, 1, 2, 3].map((j) => `.layers[1][${i},${j}]`)),
    ])
    expect(report.value).toBe(toArray(f(point)))
    for (const { tolerance, analytic } of report.entries)
      expect(tolerance).toBeLessThanOrEqual(2 ** -33 * Math.abs(analytic))
    for (const { error, tolerance } of report.entries) expect(error).toBeLessThanOrEqual(tolerance)
  })

  it('in float32', () => {
    const point = tensor([-1, 0.02, 2], { dtype: 'float32' })
    const report = right(gradcheck((x: Tensor<[3], 'float32'>) => sum(sigmoid(mul(x, 3))), point))
    for (const { tolerance } of report.entries) expect(tolerance).toBeLessThan(1e-3)
  })

  it.each(['float64', 'float32'] as const)('though its constants are rounded to %s', (dtype) => {
    type Point = Tensor<[3], 'float64'>
    const point = tensor([-1, 0.3, 2], { dtype: dtype as 'float64' })
    const thirds = (x: Point): Point => mul(square(x), 1 / 3)
    right(gradcheck({ value: (x: Point) => sum(div(mul(x, square(x)), 9)), gradient: thirds }, point))
    const hundredths = (x: Point): Point => mul(x, 2 * (1 - 0.99))
    right(gradcheck({ value: (x: Point) => mul(sum(square(x)), 0.01), gradient: hundredths }, point))
    const slope = (x: Point): Point => mul(x, 2 * (1 + 1e-6))
    expect(failure(gradcheck({ value: (x: Point) => sum(square(x)), gradient: slope }, point)).reason).toBe('wrong')
  })

  it('that branches on values', () => {
    const f = (x: Vector): Tensor<[], FloatDType> => ((toArray(x) as number[])[0] < 0 ? sum(exp(x)) : sum(square(x)))
    right(gradcheck(f, vector(-1, 2)))
    right(gradcheck(f, vector(1, 2)))
  })
})

describe('at a kink', () => {
  it.each<[string, ScalarFunction<Vector>, Vector, number]>([
    ['relu', (x) => sum(relu(x)), vector(-1, 0, 2), 1],
    ['abs', (x) => sum(abs(x)), vector(0, 0, 1), 2],
    ['a tie of max', (x) => max(x), vector(3, 1, 3), 2],
    ['a tie of maximum', (x) => sum(maximum(x, 2)), vector(2, 1), 1],
    ['nearer than any step', (x) => sum(abs(x)), vector(1e-13), 1],
  ])('of %s any slope between the two sides is right', (_, f, point, kinks) => {
    const report = right(gradcheck(f, point))
    expect(report.kinks.length + report.entries.filter(({ error }) => error === 0).length).toBeGreaterThanOrEqual(kinks)
  })

  it('a slope beyond both sides is wrong', () => {
    const wrong: HandWritten<Vector> = { value: (x) => sum(relu(x)), gradient: (x) => add(mul(x, 0), 1.5) }
    const { reason, entries } = failure(gradcheck(wrong, vector(0)))
    expect(reason).toBe('wrong')
    expect(entries[0].slopes?.map(({ value }) => value)).toEqual([0, 1])
  })

  it('near, but not at it, the slope must be right', () => {
    const wrong: HandWritten<Vector> = { value: (x) => sum(relu(x)), gradient: (x) => add(mul(x, 0), 0.5) }
    expect(failure(gradcheck(wrong, vector(1e-4))).reason).toBe('wrong')
  })
})

describe('a wrong gradient fails', () => {
  const f: ScalarFunction<Vector> = (x) => sum(mul(tanh(x), tensor([1, -2, 3])))
  const x = vector(0.3, -0.8, 1.4)
  const gradient = grad(f) as (x: Vector) => Vector

  it.each<[string, (x: Vector) => Vector]>([
    ['twice as large', (x) => mul(gradient(x), 2)],
    ['of the other sign', (x) => mul(gradient(x), -1)],
    ['off by one in a million', (x) => mul(gradient(x), 1 + 1e-6)],
    ['off by one in a thousand million', (x) => mul(gradient(x), 1 + 1e-9)],
    ['off by a part in 2^31', (x) => mul(gradient(x), 1 + 2 ** -31)],
    ['taken at another place', (x) => gradient(tanh(x))],
    ['wrong in one entry', (x) => add(gradient(x), tensor([0, 0, 1e-9]))],
    ['nothing', (x) => mul(x, 0)],
    ['with a dropped cotangent', (x) => sub(1, square(tanh(x)))],
  ])('%s', (_, wrong) => {
    expect(failure(gradcheck({ value: f, gradient: wrong }, x)).reason).toBe('wrong')
  })

  it('also where reverse mode is told to drop a term', () => {
    const dropped = (x: Vector) => sum(mul(x, stopGradient(x)))
    expect(failure(gradcheck(dropped, x)).entries).toHaveLength(3)
  })

  it('in float32', () => {
    const point = tensor([0.5, 2], { dtype: 'float32' })
    const wrong: HandWritten<Tensor<[2], 'float32'>> = {
      value: (x) => sum(exp(x)),
      gradient: (x) => mul(exp(x), 1.001),
    }
    expect(failure(gradcheck(wrong, point)).reason).toBe('wrong')
  })

  it('and the text says where, what, by how much, and how to see it again', () => {
    const point = { layers: [{ w: tensor([[0.5, 2]]) }] as const }
    const wrong: HandWritten<typeof point> = {
      value: ({ layers: [{ w }] }) => sum(square(w)),
      gradient: ({ layers: [{ w }] }) => ({ layers: [{ w: mul(w, tensor([2, 3])) }] }),
    }
    const found = failure(gradcheck(wrong, point))
    expect(
      String(found)
        .replace(/ ± \S+/g, ' ± ...')
        .replace(/epsilon [^)]+/, 'epsilon ...'),
    ).toBe(
      [
        'gradcheck: the gradient is wrong in 1 of 2 entries',
        'at .layers[0].w[0, 1]',
        '    analytic     6',
        '    numeric      4 ± ... (central differences, epsilon ...)',
        '    slopes       4 ± ... on the left, 4 ± ... on the right',
        '    error        2, 0.5 times the numeric value, 2.3e+15 units in the last place',
        '    smallest     .layers[0].w = [[0. 1.]]',
        '                 at .layers[0].w[0, 1]: analytic 3, numeric 2',
        '    to replay    gradcheck(f, point, { only: { path: ".layers[0].w", index: [0, 1] } })',
      ].join('\n'),
    )
    expect(found.checked).toBe(2)
    const again = failure(gradcheck(wrong, point, { only: { path: '.layers[0].w', index: [0, 1] } }))
    expect(again.entries).toEqual(found.entries)
    right(gradcheck(wrong, point, { only: { path: '.layers[0].w', index: [0, 0] } }))
  })
})

describe('what cannot be told is not passed', () => {
  const reason = (f: ScalarFunction<Vector> | HandWritten<Vector>, x: Vector): string => failure(gradcheck(f, x)).reason

  it('values of which only noise is left', () => {
    const third = div(tensor(1e30), 3)
    const large = (x: Vector) => add(x, add(third, div(exp(tensor(60)), 3)))
    expect(reason((x) => sub(sum(large(x)), sum(large(vector(0)))), vector(0.3))).toBe('illConditioned')
    const { reason: measured } = failure(
      gradcheck((x: Vector) => sub(sum(add(x, 1e12)), 1e12), vector(0.3), { engine: 'wasm' }),
    )
    expect(measured).toBe('illConditioned')
  })

  it('a jump', () => {
    const step = (x: Vector) => sum(where(less(x, 0), mul(x, 0), add(mul(x, 0), 1)))
    expect(reason(step, vector(0))).toBe('discontinuous')
  })

  it('a function that ends at the point', () => {
    expect(reason((x) => sum(mul(x, sqrt(x))), vector(0))).toMatch(/nonFinite/)
  })

  it('values and gradients that are not finite', () => {
    expect(failure(gradcheck((x: Vector) => sum(log(x)), vector(1, 0))).message).toMatch(
      /value at the point is -Infinity/,
    )
    const pole: HandWritten<Vector> = { value: (x) => sum(x), gradient: (x) => div(1, x) }
    expect(failure(gradcheck(pole, vector(1, 0))).message).toMatch(/the gradient at the argument\[1\] is Infinity/)
  })

  it('a function that gives another value each time', () => {
    const values = [1, 2, 3][Symbol.iterator]()
    expect(reason((x) => mul(sum(x), values.next().value ?? 4), vector(1))).toBe('nonDeterministic')
  })
})

describe('misuse throws', () => {
  const x = vector(1, 2)
  const tag = (attempt: () => unknown): unknown => {
    try {
      return attempt()
    } catch (error) {
      return (error as { _tag: string })._tag
    }
  }
  const f: ScalarFunction<Vector> = (x) => sum(square(x))

  it.each<[string, string, () => unknown]>([
    ['a point of integers', 'DTypeError', () => gradcheck(f, tensor([1], { dtype: 'int32' as DType }) as Vector)],
    ['a vector-valued function', 'ShapeError', () => gradcheck(square as never, x)],
    ['a gradient of another shape', 'ShapeError', () => gradcheck({ value: f, gradient: () => vector(1) }, x)],
    ['a gradient of another structure', 'TreeError', () => gradcheck({ value: f, gradient: () => [x] as never }, x)],
    ['a leaf that is not there', 'ArgumentError', () => gradcheck(f, x, { only: { path: '.w', index: [0] } })],
    ['an element that is not there', 'IndexError', () => gradcheck(f, x, { only: { path: '', index: [2] } })],
  ])('%s', (_, expected, attempt) => expect(tag(attempt)).toBe(expected))
})
