import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { directions, jittered } from '../../../src/check/ulp/jitter.js'
import { unitOf } from '../../../src/check/ulp/units.js'
import { widened } from '../../../src/engine/index.js'
import {
  ArgumentError,
  add,
  div,
  exp,
  expm1,
  jit,
  log,
  log1p,
  matmul,
  mean,
  mul,
  oneHot,
  reciprocal,
  ShapeError,
  sin,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  ulp,
} from '../../../src/index.js'
import { type Constant, type FloatDType, filled, rowMajor } from '../../../src/tensor/index.js'

describe('a unit in the last place', () => {
  it('of float64 is the distance to the next number away from 0', () =>
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true, max: 1e308, min: -1e308 }), (x) => {
        const view = new DataView(new ArrayBuffer(8))
        view.setFloat64(0, Math.abs(x))
        view.setBigUint64(0, view.getBigUint64(0) + 1n)
        expect(unitOf(x, 'float64')).toBe(view.getFloat64(0) - Math.abs(x))
      }),
    ))

  it('and so it is of float32', () =>
    fc.assert(
      fc.property(
        fc.float({ noDefaultInfinity: true, noNaN: true, max: Math.fround(1e38), min: Math.fround(-1e38) }),
        (x) => {
          const view = new DataView(new ArrayBuffer(4))
          view.setFloat32(0, Math.abs(x))
          view.setUint32(0, view.getUint32(0) + 1)
          expect(unitOf(x, 'float32')).toBe(view.getFloat32(0) - Math.abs(x))
        },
      ),
    ))
})

describe('the error of one operation', () => {
  it.each([
    ['mul', (x: Tensor) => mul(x, x)],
    ['div', (x: Tensor) => div(1, x)],
    ['sqrt', (x: Tensor) => sqrt(x)],
  ] as const)('%s is half a unit at most', (_, f) => {
    for (const engine of ['wasm', 'reference'] as const)
      for (const dtype of ['float64', 'float32'] as const) {
        const { error } = ulp((x: Tensor) => f(x), { engine })(tensor([0.1, 0.7, 1.3, 5.5, 123.4], { dtype }))
        expect(error).toBeLessThanOrEqual(0.5)
        expect(error).toBeGreaterThan(0)
      }
  })

  it('is 0 of what is exact, of infinities and of NaN', () => {
    const x = tensor([1, -2, Number.POSITIVE_INFINITY, Number.NaN, 0, -0])
    expect(ulp((x: Tensor) => add(x, x))(x).error).toBe(0)
    expect(ulp((x: Tensor) => exp(x))(tensor([1000, -1000])).error).toBe(0)
    expect(ulp((x: Tensor) => square(x))(tensor([1e30], { dtype: 'float32' })).error).toBe(0)
  })

  it('is infinite where only one of both is finite', () => {
    const overflowing = (x: Tensor) => sqrt(square(x))
    const { entries } = ulp(overflowing)(tensor([1e30], { dtype: 'float32' }))
    expect(entries).toMatchObject([
      { error: Number.POSITIVE_INFINITY, value: Number.POSITIVE_INFINITY, cause: 'computation' },
    ])
    expect(entries[0].precise.high).toBe(Math.fround(1e30))
  })
})

describe('the cause of an error', () => {
  const x = tensor(1e-9)

  it('is the computation where another formula does better', () => {
    expect(ulp((x: Tensor) => sub(exp(x), 1))(x).entries).toMatchObject([{ cause: 'computation' }])
    expect(ulp((x: Tensor) => expm1(x))(x).entries).toMatchObject([{ cause: 'rounding' }])
    expect(ulp((x: Tensor) => log(add(1, x)))(x).entries).toMatchObject([{ cause: 'computation' }])
    expect(ulp((x: Tensor) => log1p(x))(x).entries).toMatchObject([{ cause: 'rounding' }])
  })

  it("is the conditioning where the operands' own rounding does as much", () => {
    const [entry] = ulp((x: Tensor<[3]>) => sum(mul(x, tensor([1, 1, -1]))))(
      tensor([0.1, 0.2, 0.30000000000000004]),
    ).entries
    expect(entry.movement).toBeGreaterThan(entry.error)
    const product = (a: Tensor<[1, 2]>, b: Tensor<[2, 1]>) => matmul(a, b)
    const cancelling = ulp(product)(tensor([[1 / 3, 1 / 7]]), tensor([[1 / 7], [-1 / 3 - 2 ** -40]])).entries[0]
    expect(cancelling.error).toBeGreaterThan(1)
    expect(cancelling).toMatchObject({ cause: 'conditioning' })
  })

  /** x f'(x) / f(x), the condition number: half a unit of x is between 2^-54 and 2^-53 of it, as one of f(x) is of that. */
  it.each([
    ['exp', (x: Tensor) => exp(x), 20, 20],
    ['log near 1', (x: Tensor) => log(x), 1.001, 1 / Math.log1p(0.001)],
    ['sin near a zero', (x: Tensor) => sin(x), 3.14, 3.14 / Math.tan(3.14)],
    ['a reciprocal', (x: Tensor) => reciprocal(x), 0.7, 1],
  ] as const)('%s moves by its condition', (_, f, at, condition) => {
    const [{ movement }] = ulp((x: Tensor) => f(x))(tensor(at)).entries
    expect(movement).toBeGreaterThanOrEqual(Math.abs(condition) / 4)
    expect(movement).toBeLessThanOrEqual(Math.abs(condition))
  })

  it('does not depend on whether a function is compiled within', () => {
    const f = (x: Tensor) => mul(sin(x), exp(x))
    const inner = jit(f)
    const at = tensor([3.14, 2])
    expect(ulp((x: Tensor) => inner(x))(at).entries).toEqual(ulp((x: Tensor) => f(x))(at).entries)
  })
})

describe('operands moved by half a unit', () => {
  const parts = (x: number, dtype: FloatDType, low = 0) => {
    const operand = { ...widened(filled(dtype, [], x)), low: filled('float64', [], low) }
    return Array.from({ length: directions }, (_, direction) => {
      const [moved] = jittered([operand], direction)
      return [rowMajor(moved.high)[0], rowMajor(moved.low as Constant)[0]] as const
    })
  }

  it('are sums of which the high part is the nearest float64, and have moved just so far', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 2 ** -900, max: 2 ** 900, noNaN: true }),
        fc.constantFrom(-0.5, 0, 0.25),
        (x, share) => {
          const unit = unitOf(x, 'float64')
          for (const [high, low] of parts(x, 'float64', unit * share)) {
            expect(high + low).toBe(high)
            expect(Math.abs(high - x + (low - unit * share))).toBe(unit / 2)
          }
        },
      ),
    ))

  it.each([0, Number.POSITIVE_INFINITY, Number.NaN])('leave %d as it is', (x) => {
    for (const moved of parts(x, 'float64')) expect(moved).toEqual([x, 0])
  })

  it('stay within the range', () => {
    for (const moved of parts(Number.MAX_VALUE, 'float64')) expect(moved.every(Number.isFinite)).toBe(true)
    const [entry] = ulp((x: Tensor) => sqrt(x))(tensor(Number.MAX_VALUE)).entries
    expect(entry.movement).toBeLessThan(1)
  })
})

describe('the report', () => {
  const loss = (params: { readonly w: Tensor<[2, 1]>; readonly b: Tensor<[1]> }, x: Tensor<[3, 2]>) =>
    mean(square(add(matmul(x, params.w), params.b)))
  const params = { w: tensor([[0.1], [0.2]]), b: tensor([0.3]) }
  const x = tensor([
    [1.1, 2.2],
    [3.3, 4.4],
    [5.5, 6.6],
  ])

  it('has the value and the gradient leaf by leaf', () => {
    const { entries } = ulp(loss, { gradient: true })(params, x)
    expect(entries.map(({ of, path, dtype }) => [of, path, dtype])).toEqual([
      ['value', '', 'float64'],
      ['gradient', '[0].b', 'float64'],
      ['gradient', '[0].w', 'float64'],
      ['gradient', '[1]', 'float64'],
    ])
    for (const { error, value, precise } of entries) {
      expect(Math.abs(value - precise.high)).toBeLessThanOrEqual((error + 1) * unitOf(value, 'float64'))
      expect(error).toBeLessThan(20)
    }
  })

  it('says where the error is largest', () => {
    const [entry] = ulp((x: Tensor) => sub(exp(x), 1))(tensor([[1, 2, 1e-9]])).entries
    expect(entry.index).toEqual([0, 2])
  })

  it('counts whole numbers and truths as what they are, and leaves out what is empty', () => {
    const f = (x: Tensor<[0]>, i: Tensor<[2], 'int32'>) => [x, oneHot(i, 3), i] as const
    const { entries } = ulp(f)(tensor([]) as unknown as Tensor<[0]>, tensor([0, 2], { dtype: 'int32' }))
    expect(entries.map(({ path, error }) => [path, error])).toEqual([
      ['[1]', 0],
      ['[2]', 0],
    ])
  })

  it('prints as a table', () => {
    const report = ulp((x: Tensor) => sub(exp(x), 1))(tensor([1e-9, 2]))
    expect(String(report)).toMatchInlineSnapshot(`
      "result   at    dtype  error/ulp  moves/ulp        cause                  wasm  precise
       value  [0]  float64    3.98e+8      0.500  computation  1.000000082740371e-9  1.000000000500000062448258774636e-9"
    `)
  })

  it.each([
    ['a gradient of what is no scalar', () => ulp((x: Tensor) => x, { gradient: true })(tensor([1, 2])), ShapeError],
    ['an engine that is none', () => ulp((x: Tensor) => x, { engine: 'precise' as 'wasm' })(tensor(1)), ArgumentError],
    ['no function', () => ulp(1 as never)(), ArgumentError],
  ] as const)('refuses %s', (_, refused, error) => expect(refused).toThrow(error))
})
