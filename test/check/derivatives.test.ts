import {
  add,
  cond,
  customVjp,
  diag,
  exp,
  type GradientFailure,
  type GradientReport,
  gradcheck,
  greater,
  hessiancheck,
  item,
  jacobiancheck,
  jit,
  log,
  matmul,
  mean,
  mul,
  outer,
  relu,
  scan,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
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

const x = vector(-1.25, 0.5, 2)

describe('a Jacobian', () => {
  const f = (at: Vector) => ({ scaled: mul(exp(at), 2), total: sum(square(at)) })

  it.each(['reverse', 'forward'] as const)('by %s mode is right, element by element', (mode) => {
    const report = right(jacobiancheck(f, x, { mode }))
    expect(report.entries).toHaveLength(12)
    expect(report.value).toBeUndefined()
    expect(report.entries[3]).toMatchObject({
      path: '',
      index: [0],
      output: { path: '.total', index: [] },
      analytic: -2.5,
    })
    expect(String(report)).toMatch(/^the Jacobian is right in 12 entries/)
  })

  it('of a batch is right, and its elements are named', () => {
    right(jacobiancheck(f, x, { batched: true }))
  })

  it('written by hand is wrong where it is', () => {
    const square2 = { value: (at: Vector) => square(at), jacobian: (at: Vector) => diag(mul(at, tensor([2, 2, 3]))) }
    const found = failure(jacobiancheck(square2, x))
    expect(found.entries).toHaveLength(1)
    expect(String(found)).toMatch(
      /^jacobiancheck: the Jacobian is wrong in 1 of 9 entries\nat the result\[2\] by the argument\[2\]/,
    )
    right(jacobiancheck({ ...square2, jacobian: (at: Vector) => diag(mul(at, 2)) }, x))
  })

  it('must have the shapes of results and arguments', () => {
    const wrong = { value: (at: Vector) => square(at), jacobian: (at: Vector) => mul(at, 2) }
    expect(() => jacobiancheck(wrong, x)).toThrow(/the Jacobian is float64\[3\], where float64\[3, 3\] is due/)
  })
})

describe('a Hessian', () => {
  const f = (at: Vector) => sum(mul(square(at), sin(at)))

  it.each(['reverse', 'forward'] as const)('over %s mode is right', (mode) => {
    expect(right(hessiancheck(f, x, { mode })).entries).toHaveLength(9)
    expect(right(gradcheck(f, x, { mode, order: 2 })).entries).toHaveLength(12)
  })

  it('written by hand is wrong where a factor is', () => {
    const cubes = { value: (at: Vector) => sum(mul(at, square(at))), hessian: (at: Vector) => diag(mul(at, 3)) }
    expect(failure(hessiancheck(cubes, x)).entries).toHaveLength(3)
    right(hessiancheck({ ...cubes, hessian: (at: Vector) => diag(mul(at, 6)) }, x))
  })

  it('of a gradient by hand is that of the gradient, right or wrong', () => {
    right(
      gradcheck(
        { value: f, gradient: (at) => add(mul(mul(at, 2), sin(at)), mul(square(at), sin(add(at, Math.PI / 2)))) },
        x,
        { order: 2 },
      ),
    )
  })

  it('of something that is linear is zero', () => {
    expect(right(hessiancheck((at: Vector) => sum(mul(at, 3)), x)).entries.map(({ analytic }) => analytic)).toEqual(
      Array.from({ length: 9 }, () => 0),
    )
  })

  it('jumps where the gradient does', () => {
    expect(failure(hessiancheck((at: Vector) => sum(relu(at)), vector(0, 1))).reason).toBe('discontinuous')
  })
})

describe('what a function may be made of', () => {
  const weights = tensor([
    [0.5, -1, 2],
    [1, 0.25, -0.5],
    [0.125, 1, 1],
  ])

  it.each<[string, (at: Vector) => Tensor<[], 'float64'>]>([
    ['a compiled function', jit((at: Vector) => mean(tanh(matmul(weights, at))))],
    [
      'a loop',
      (at) =>
        sum(
          scan(
            (carry: Vector) => [tanh(matmul(weights, carry)), carry],
            at as never,
            undefined as never,
            { length: 3 } as never,
          )[0] as never,
        ),
    ],
    [
      'a choice',
      (at) =>
        cond(
          greater(sum(at), 0),
          () => sum(square(at)),
          () => sum(at),
        ),
    ],
    ['a branch on a value', (at) => (item(sum(at)) > 0 ? sum(square(at)) : sum(at))],
    ['an outer product', (at) => sum(mul(outer(at, at), transpose(weights)))],
  ])('%s', (_, f) => {
    for (const options of [{}, { mode: 'forward' }, { order: 2 }] as const) right(gradcheck(f, x, options))
  })

  it('constants of which a custom rule needs a value', () => {
    const f = (at: Vector) => {
      const rate = exp(tensor(1))
      const scaled = customVjp(
        (y: Vector) => mul(y, rate),
        (y: Vector) => [mul(y, rate), []],
        (_, cotangent) => [mul(cotangent, rate)],
      )
      return sum(scaled(at))
    }
    right(gradcheck(f, x))
  })

  it('values that it reads into numbers, which then hide how it depends on them', () => {
    const f = (at: Vector) => mul(sum(at), Number(item(sum(at))))
    const { entries } = failure(gradcheck(f, x))
    expect(entries).toHaveLength(3)
    for (const { numeric } of entries) expect(numeric).toBeCloseTo(2.5, 9)
  })

  it('gradients computed in float64, outside of any graph', () => {
    const slopes = (at: Vector): Vector =>
      vector(
        ...[0, 1, 2].map(
          (index) => 2 * Number(item(sum(mul(at, vector(...[0, 1, 2].map((each) => (each === index ? 1 : 0))))))),
        ),
      )
    right(gradcheck({ value: (at: Vector) => sum(square(at)), gradient: slopes }, x))
  })
})

describe('float32', () => {
  const x32 = tensor([-1.25, 0.3, 2], { dtype: 'float32' })
  type Vector32 = Tensor<[3], 'float32'>

  it('is checked with as many digits', () => {
    const f = (at: Vector32) => sum(mul(tanh(at), square(at)))
    for (const { error, analytic } of right(gradcheck(f, x32)).entries)
      expect(error).toBeLessThanOrEqual(2 ** -50 * Math.abs(analytic))
    const off = { value: f, gradient: (at: Vector32) => mul(mul(at, 1 + 2 ** -20), 0) as never }
    expect(failure(gradcheck(off, x32)).reason).toBe('wrong')
  })

  it('tells an error of a millionth, of which float32 knows nothing', () => {
    const value = (at: Vector32) => sum(square(at))
    const gradient = (at: Vector32) => mul(at, 2 + 2 ** -19)
    const found = failure(gradcheck({ value, gradient }, x32))
    expect(found.entries).toHaveLength(3)
    expect(found.entries[0].ulps).toBeGreaterThan(1)
    expect(found.entries[0].ulps).toBeLessThan(32)
  })

  it('and where it branches on values', () => {
    const f = (at: Vector32) => (Number(item(sum(at))) > 0 ? sum(square(at)) : sum(at))
    right(gradcheck(f, x32))
    const wrong = { value: f, gradient: (at: Vector32) => mul(at, 3) }
    expect(failure(gradcheck(wrong, x32)).reason).toBe('wrong')
  })
})

describe('what is not finite', () => {
  it('is traced to the first operation, in the function and its line', () => {
    const f = (at: Vector) => sum(mul(at, log(at)))
    const { culprit, reason } = failure(gradcheck(f, vector(1, 0)))
    expect(reason).toBe('nonFinite')
    expect(culprit).toMatchObject({ operation: 'log', within: 'value' })
    expect(culprit?.text).toBe('log of float64[2](1 0) gives float64[2](0 -Infinity)')
    expect(culprit?.site).toMatch(/derivatives\.test\.ts:\d+:\d+$/)
  })

  it('also within compiled functions, and in the derivative', () => {
    const compiled = jit((at: Vector) => sum(log(sub(at, at))))
    expect(failure(gradcheck(compiled, x)).culprit).toMatchObject({ operation: 'log', within: 'value' })
    const root = { value: (at: Vector) => sum(at), gradient: (at: Vector) => exp(mul(at, 1e6)) }
    expect(failure(gradcheck(root, x)).culprit).toMatchObject({ operation: 'exp', within: 'gradient' })
  })
})
