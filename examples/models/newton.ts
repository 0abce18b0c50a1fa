import {
  abs,
  add,
  astype,
  binaryCrossEntropyWithLogits,
  div,
  equal,
  grad,
  greater,
  hessian,
  item,
  jit,
  matmul,
  max,
  mean,
  mul,
  pad,
  scan,
  solve,
  square,
  std,
  sub,
  sum,
  type Tensor,
  tensor,
  toTypedArray,
  zeros,
} from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import { type Flowers, iris } from '../data/iris.js'

type Scalar = Tensor<[], 'float64'>
type Vector = Tensor<[number], 'float64'>
type Matrix = Tensor<[number, number], 'float64'>

interface Examples {
  /** Measurements, each with mean 0 and deviation 1 over the flowers, and a column of ones: `[N, 5]`. */
  readonly x: Matrix
  /** 1 for virginica, 0 for versicolor: `[N]`. */
  readonly y: Vector
}

/** The two species of iris that no line separates. */
const examplesOf = ({ measurements, species }: Flowers): Examples => {
  const chosen = [...species.keys()].filter((flower) => species[flower] !== 0)
  const raw: Matrix = tensor(chosen.map((flower) => measurements[flower]))
  const scaled = div(sub(raw, mean(raw, { axis: 0 })), std(raw, { axis: 0 }))
  return {
    x: pad(
      scaled,
      [
        [0, 0],
        [0, 1],
      ],
      { value: 1 },
    ) as Matrix,
    y: tensor(chosen.map((flower) => species[flower] - 1)),
  }
}

/** The mean cross entropy of logistic regression, with a penalty that makes its minimum a single point. */
export const loss =
  ({ x, y }: Examples, penalty: number) =>
  (weights: Vector): Scalar =>
    add(binaryCrossEntropyWithLogits(matmul(x, weights), y), mul(penalty / 2, sum(square(weights))))

export interface NewtonFigures {
  /** The loss, and the largest entry of its gradient, before every step. */
  readonly losses: readonly number[]
  readonly slopes: readonly number[]
  readonly weights: readonly number[]
  readonly accuracy: number
}

/** Logistic regression by Newton's method: w - H^-1 g, H the Hessian that forward over reverse mode gives. */
export const newton = (
  { steps, penalty, flowers }: { readonly steps: number; readonly penalty: number; readonly flowers: Flowers } = {
    steps: 10,
    penalty: 1e-3,
    flowers: iris,
  },
): NewtonFigures => {
  const examples = examplesOf(flowers)
  const objective = loss(examples, penalty)
  const step = (weights: Vector) => {
    const slope = grad(objective)(weights)
    const next = sub(weights, solve(hessian(objective)(weights), slope))
    return [next, { loss: objective(weights), slope: max(abs(slope)) }] as const
  }
  const [weights, { loss: losses, slope: slopes }] = jit((initial: Vector) =>
    scan(step, initial, [], { length: steps }),
  )(zeros([examples.x.shape[1]]))
  const right = pipe(matmul(examples.x, weights), greater(0), equal(greater(examples.y, 0)))
  return {
    losses: [...toTypedArray(losses)],
    slopes: [...toTypedArray(slopes)],
    weights: [...toTypedArray(weights)],
    accuracy: item(mean(astype(right, 'float64'))),
  }
}
