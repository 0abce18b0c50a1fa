import {
  add,
  cond,
  div,
  equal,
  grad,
  jacfwd,
  less,
  lessEqual,
  logicalNot,
  logicalOr,
  mul,
  neg,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  whileLoop,
} from 'cotangent'
import type { Scalar, Vector } from './tensors.js'

/** What takes the gradient of a function to one number. */
export type Gradient = (f: (x: Vector) => Scalar) => (x: Vector) => Vector

/** By tangents, one for each element of x. */
export const forward: Gradient = (f) => jacfwd(f)

/** By one cotangent. */
export const reverse: Gradient = (f) => grad(f)

/** The length of a vector. */
export const norm = (x: Vector): Scalar => sqrt(sum(square(x)))

/** Where a descent stands: a point, the value and the gradient there, and what it knows of steps. */
interface State {
  readonly x: Vector
  readonly value: Scalar
  readonly slope: Vector
  /** How far a step goes, in gradients. */
  readonly rate: Scalar
  /** How many steps went down since the rate was last changed. */
  readonly streak: Tensor<[], 'int32'>
  /** Whether a step has become too short. */
  readonly stuck: Tensor<[], 'bool'>
}

/** Slopes and steps that are no longer count as none. */
const tolerance = 1e-5

const none = tensor(0, { dtype: 'int32' })

/** What derivatives through a descent have to go back over, at most; it ends long before. */
const maxSteps = 1000

/**
 * Where a function is least, by gradient descent from a point on: a step that goes down is taken, one that does not
 * halves the rate, and ten in a row double it.
 */
export const argmin = (f: (x: Vector) => Scalar, gradient: Gradient, start: Vector): Vector => {
  const goesOn = ({ slope, stuck }: State) => logicalNot(logicalOr(stuck, lessEqual(norm(slope), tolerance)))
  const tryStep = (state: State): State => {
    const x = sub(state.x, mul(state.rate, state.slope))
    const step = (): State => {
      const value = f(x)
      return cond(
        less(value, state.value),
        (): State => ({ ...state, x, value, slope: gradient(f)(x), streak: add(state.streak, 1) }),
        (): State => ({ ...state, rate: div(state.rate, 2), streak: none }),
      )
    }
    return cond(lessEqual(norm(sub(x, state.x)), tolerance), (): State => ({ ...state, stuck: tensor(true) }), step)
  }
  const round = (state: State): State =>
    cond(
      equal(state.streak, 10),
      (): State => ({ ...state, rate: mul(state.rate, 2), streak: none }),
      () => tryStep(state),
    )
  const init: State = {
    x: start,
    value: f(start),
    slope: gradient(f)(start),
    rate: tensor(1e-5),
    streak: none,
    stuck: tensor(false),
  }
  return whileLoop(goesOn, round, init, { maxSteps }).x
}

/** Where a function is greatest. */
export const argmax = (f: (x: Vector) => Scalar, gradient: Gradient, start: Vector): Vector =>
  argmin((x) => neg(f(x)), gradient, start)
