import { gradcheck, jit, mean, mul, sigmoid, square, sub, sum, type Tensor, tanh, tensor } from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { diagnose, type Evidence } from '../../../src/check/diagnosis/index.js'
import { filled } from '../../../src/tensor/index.js'

/** Two gradients of leaves of given shapes, and nothing else. */
const opaque = (
  leaves: Readonly<Record<string, readonly number[]>>,
  numeric: readonly (readonly number[])[],
  analytic: readonly (readonly number[])[],
): Evidence => ({
  leaves: Object.values(leaves).map((shape) => filled('float64', shape, 0)),
  paths: Object.keys(leaves),
  numeric: numeric.map((entries) => Float64Array.from(entries)),
  analytic: analytic.map((entries) => Float64Array.from(entries)),
  tolerance: numeric.map((entries) => new Float64Array(entries.length).fill(1e-12)),
  graph: undefined,
})

const [a, b, c, d, e, f] = [0.31, -1.7, 0.44, 2.9, -0.13, 0.83]
const of = (shape: readonly number[], numeric: readonly number[], analytic: readonly number[]) =>
  diagnose(opaque({ '.w': shape }, [numeric], [analytic]))?.text

describe('from the two gradients alone', () => {
  const all = [a, b, c, d, e, f]
  const by = (factor: number): readonly number[] => all.map((entry) => factor * entry)

  it.each<[string, readonly number[], readonly number[], string]>([
    ['sign', [6], by(-1), 'the gradient has the wrong sign: negate it'],
    [
      '2',
      [6],
      by(2),
      'the gradient is 2 times too large: divide by 2; perhaps a factor 1/2 of the function is left out of it',
    ],
    [
      'a size',
      [6],
      by(6),
      'the gradient is 6 times too large: divide by 6, the size of axis 0 of .w, or the number of elements of .w; it looks like the gradient of the sum instead of the mean',
    ],
    [
      'a count',
      [6],
      by(1 / 120),
      'the gradient is only 1/120 of what it should be: multiply by 120, perhaps the number of examples; it looks like the gradient of the mean instead of the sum, or averaged twice',
    ],
    ['a number', [6], by(1.2345678), 'the gradient is 1.23457 times too large: divide by 1.23457'],
    ['zero', [6], by(0), 'the gradient is all 0, and the function does depend on it: add what comes back there'],
    [
      'transposed',
      [2, 2],
      [a, c, b, d],
      'the gradient is transposed: transpose it, or exchange the factors of the matrix product',
    ],
    [
      'reshaped',
      [2, 3],
      [a, d, b, e, c, f],
      'the gradient is that of the transposed, [3, 2], read row by row: transpose it, where it is reshaped',
    ],
    [
      'shifted',
      [6],
      [f, a, b, c, d, e],
      'the gradient is shifted by one along axis 0, the last around to the first: an index there is off by one, take it one place earlier',
    ],
    ['reversed', [6], [f, e, d, c, b, a], 'the gradient is in reverse order along axis 0: flip it'],
    [
      'incomplete',
      [6],
      [a, b, c, d, e, 0],
      'the gradient is 0 in the last slice of axis 0 and right elsewhere: add what comes back to that slice',
    ],
  ])('%s', (_, shape, analytic, text) => {
    expect(of(shape, all.slice(0, analytic.length), analytic)).toBe(text)
  })

  it('leaf by leaf', () => {
    const shapes = { '.a': [3], '.b': [3], '.c': [2] }
    const numeric = [
      [a, b, c],
      [d, e, f],
      [1, 2],
    ]
    const said = (...analytic: readonly (readonly number[])[]) => diagnose(opaque(shapes, numeric, analytic))?.text
    expect(said([d, e, f], [a, b, c], [1, 2])).toBe(
      'the gradients of .a and .b are exchanged: return them in the order of the arguments',
    )
    expect(said([a, b, c], [0, 0, 0], [1, 2])).toBe(
      'the gradient of .b is all 0, and the function does depend on it: add what comes back there',
    )
    expect(said([2 * a, 2 * b, 2 * c], [-d, -e, -f], [1, 2])).toMatch(
      /^the gradient of \.a is 2 times too large.*; and the gradient of \.b has the wrong sign: negate it$/,
    )
    expect(said([7 * a, 7 * b, 7 * c], [d + 1, e, f], [1, 2])).toMatch(/what is wrong with \.b is not known$/)
  })

  it('nothing where nothing is known, or too much', () => {
    expect(of([6], all, all)).toBeUndefined()
    expect(of([6], all, [a, b, c + 0.1, d, e, f])).toBeUndefined()
    expect(of([1], [a], [1.2345678 * a])).toBeUndefined()
    expect(of([6], all, [a, b, c, d, e, Number.POSITIVE_INFINITY])).toBeUndefined()
  })

  it('all that explains it, where several things do', () => {
    const diagnosis = diagnose(opaque({ '.w': [2] }, [[a, -a]], [[-a, a]]))
    expect(diagnosis?.cause).toBe('sign')
    expect(diagnosis?.alternatives.map(([{ cause }]) => cause)).toEqual(['shifted'])
    expect(diagnosis?.text).toMatch(/^one of these, and the evidence does not tell which: \(1\) .*; \(2\) .*$/)
  })

  it('from those entries that are known', () => {
    const some = [a, Number.NaN, c, Number.NaN, e, Number.NaN]
    expect(
      of(
        [6],
        some,
        some.map((entry) => 3 * entry),
      ),
    ).toMatch(/^the gradient of \.w is 3 times too large: .*; told from 3 of 6 entries$/)
    expect(of([6], some, [a, 1, c, 2, e, 3])).toBeUndefined()
  })

  it('as well as noise lets it be known', () => {
    const noisy = { ...opaque({ '.w': [6] }, [all], [by(2).map((entry, index) => entry + 1e-4 * Math.sin(index))]) }
    expect(diagnose({ ...noisy, tolerance: [new Float64Array(6).fill(1e-3)] })?.text).toMatch(
      /^the gradient is 2 times/,
    )
  })
})

describe('in the failure of gradcheck', () => {
  type Vector = Tensor<[3], 'float64'>
  const x = tensor([0.3, -0.8, 1.7])
  const likely = (value: (x: Vector) => Tensor<[], 'float64'>, gradient: (x: Vector) => Vector) => {
    const result = gradcheck({ value, gradient }, x)
    return isLeft(result) ? result.left.diagnosis?.text : 'right'
  }
  const slope = (x: Vector): Vector => mul(sigmoid(x), sub(1, sigmoid(x)))

  it('of functions and of compiled ones', () => {
    for (const through of [(f: (x: Vector) => Tensor<[], 'float64'>) => f, jit]) {
      const value = through((x: Vector) => mean(square(sigmoid(x)))) as (x: Vector) => Tensor<[], 'float64'>
      const outer = (x: Vector): Vector => mul(2 / 3, sigmoid(x))
      expect(likely(value, (x) => mul(outer(x), slope(x)))).toBe('right')
      expect(likely(value, (x) => mul(outer(x), slope(sigmoid(x))))).toMatch(
        /^the derivative of sigmoid \[3\].* is taken at the activation: take sigmoid' at the pre-activation$/,
      )
      expect(likely(value, slope)).toMatch(/^the cotangent that comes in is dropped at sigmoid \[3\]/)
      expect(likely(value, outer)).toMatch(/^the derivative of sigmoid \[3\].* is left out/)
    }
  })

  it('in float32', () => {
    const point = tensor([0.3, -0.8, 1.7], { dtype: 'float32' })
    const result = gradcheck(
      {
        value: (x: Tensor<[3], 'float32'>) => sum(square(tanh(x))),
        gradient: (x: Tensor<[3], 'float32'>) => mul(2, tanh(x)),
      },
      point,
    )
    expect(isLeft(result) && result.left.diagnosis?.text).toMatch(/^the derivative of tanh \[3\].* is left out/)
  })
})
