import {
  abs,
  add,
  expandDims,
  grad,
  item,
  linspace,
  max,
  mean,
  mul,
  sin,
  square,
  squeeze,
  sub,
  type Tensor,
  tanh,
  toTypedArray,
  vmap,
} from 'cotangent'
import { activation, dense, type ParamsOf, sequential } from 'cotangent/nn'
import { lastOf, lbfgs } from 'cotangent/optim'
import { seed } from 'cotangent/random'

type Scalar = Tensor<[], 'float64'>
type Times = Tensor<[number], 'float64'>

/** Of a time, one number. */
const network = (hidden: number) => sequential(dense(1, hidden), activation(tanh), dense(hidden, 1))
type Network = ReturnType<typeof network>
type Params = ParamsOf<Network>

/** u(t) = t + t^2 N(t): whatever the network N, u(0) = 0 and u'(0) = 1. */
const displacement =
  ({ apply }: Network, params: Params) =>
  (t: Scalar): Scalar =>
    add(t, mul(square(t), squeeze(apply(params)(expandDims(expandDims(t, 0), 0))) as Scalar))

/** By how much u misses u'' = -u at each time: the second derivative is a gradient of a gradient. */
const residual =
  (network: Network, params: Params) =>
  (times: Times): Times => {
    const u = displacement(network, params)
    return vmap((t: Scalar) => add(grad(grad(u))(t), u(t)))(times)
  }

export interface PhysicsOptions {
  readonly seed: number
  readonly hidden: number
  /** The motion is learnt from time 0 to this one, at so many times. */
  readonly until: number
  readonly times: number
  readonly steps: number
}

export const defaults: PhysicsOptions = { seed: 2, hidden: 16, until: 5, times: 40, steps: 300 }

export interface PhysicsFigures {
  /** The mean squared residual of the law after every step. */
  readonly losses: readonly number[]
  /** The largest distance from sin t, at times between those that were learnt from. */
  readonly error: number
  readonly motion: { readonly t: readonly number[]; readonly u: readonly number[] }
}

/** A network that learns an oscillation from its law alone, u'' = -u: no place of the motion but its start is told. */
export const physics = (given: Partial<PhysicsOptions> = {}): PhysicsFigures => {
  const { seed: start, hidden, until, times, steps } = { ...defaults, ...given }
  const net = network(hidden)
  const [initial] = net.init(seed(start))
  const learnt = linspace(0, until, times)
  const loss = (params: Params): Scalar => mean(square(residual(net, params)(learnt)))
  const iterates = [...lbfgs(loss, { maxSteps: steps })(initial)]
  const { params } = lastOf(iterates)
  const between = linspace(0, until, 3 * times + 1)
  const motion = vmap(displacement(net, params))(between)
  return {
    losses: iterates.map(({ value }) => value),
    error: item(max(abs(sub(motion, sin(between))))),
    motion: { t: [...toTypedArray(between)], u: [...toTypedArray(motion)] },
  }
}
