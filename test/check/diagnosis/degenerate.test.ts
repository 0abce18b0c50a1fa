import {
  add,
  customVjp,
  grad,
  gradcheck,
  matmul,
  mean,
  mul,
  ones,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
} from 'cotangent'
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/check/diagnosis/index.js'
import { evidenceOf } from './evidence.js'

// Points at which one mistake is easily taken for another.

type Vector = Tensor<[number], 'float64'>
type Matrix = Tensor<[number, number], 'float64'>
type Scalar = Tensor<[], 'float64'>

interface Layer {
  readonly weights: Matrix
  readonly bias: Vector
}

const [inputs, targets] = [
  tensor([
    [0.3, -0.7],
    [1.1, 0.4],
  ]) as Matrix,
  tensor([
    [0.5, -0.2],
    [0.1, 0.9],
  ]) as Matrix,
]

/** The squared error of one layer, with what is done to the bias and in the place of the activation. */
const layer =
  (x: Matrix, ofBias: (bias: Vector) => Vector, activation: (z: Matrix) => Matrix) =>
  ({ weights, bias }: Layer): Scalar =>
    mean(square(sub(activation(add(matmul(x, weights), ofBias(bias)) as Matrix), targets)))

const itself = <T>(x: T): T => x

/** A function with another pullback than its own. */
const pulledBack = <T extends Vector | Matrix>(f: (x: T) => T, back: (x: T, cotangent: T) => T): ((x: T) => T) =>
  customVjp(
    f as never,
    ((x: T) => [f(x), x]) as never,
    ((x: T, cotangent: T) => [back(x, cotangent)]) as never,
  ) as never

const diagnosed = (right: (at: Layer) => Scalar, wrong: (at: Layer) => Scalar, at: Layer) =>
  diagnose(evidenceOf(right, grad(wrong as never) as never, at))

const some: Layer = {
  weights: tensor([
    [0.4, -1.2],
    [0.8, 0.3],
  ]) as Matrix,
  bias: tensor([0.2, -0.6]) as Vector,
}

describe('what is said', () => {
  const activation = (z: Matrix): Matrix => tanh(z)

  it('leaves right leaves right', () => {
    const shrug = pulledBack<Vector>(
      (x) => mul(x, 1) as Vector,
      (x) => add(mul(x, 0), 1) as Vector,
    )
    const found = diagnosed(layer(inputs, itself, activation), layer(inputs, shrug, activation), some)
    // The gradient of the bias is 1 and that of the weights is right: no number has to do with the whole.
    const mistakes = found === undefined ? [] : [found.mistakes, ...found.alternatives].flat()
    expect(mistakes.flatMap(({ paths }) => paths)).not.toContain('.weights')
  })

  it('rests on more than one number', () => {
    const even: Layer = { weights: ones([2, 2]) as Matrix, bias: tensor([2, 2]) as Vector }
    const x = ones([2, 2]) as Matrix
    // Everywhere 4, in place of the slope of a sigmoid there.
    const wrong = pulledBack<Matrix>(
      (z) => sigmoid(z),
      (z, cotangent) => mul(z, cotangent),
    )
    const found = diagnosed(
      layer(x, itself, (z) => sigmoid(z)),
      layer(x, itself, wrong),
      even,
    )
    const mistakes = found === undefined ? [] : [found.mistakes, ...found.alternatives].flat()
    expect(mistakes.flatMap(({ places }) => places)).toEqual([])
  })

  it('of drawn points is so where they are drawn, not only where they have become simple', () => {
    const cubes = fc
      .array(fc.integer({ min: -40, max: 40 }), { minLength: 3, maxLength: 3 })
      .filter((all) => new Set(all.map(Math.abs)).size === 3)
      .map((all) => tensor(all.map((each) => each / 8)) as Vector)
    const wrong = {
      value: (x: Vector) => sum(mul(x, square(x))) as Scalar,
      gradient: (x: Vector) => mul(x, square(x)) as Vector,
    }
    const found = gradcheck(wrong, cubes, { seed: 3 })
    if (!isLeft(found)) throw new Error('is right')
    expect(found.left.diagnosis).toMatchObject({ cause: 'valueForDerivative', alternatives: [] })
  })
})
