import { describe, expect, it } from 'vitest'
import {
  add,
  grad,
  item,
  jit,
  mul,
  scan,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  toTypedArray,
} from '../../src/index.js'
import * as optim from '../../src/optim/index.js'

type Vector = Tensor<[2], 'float64'>

/** An optimizer with the rate at which it solves both objectives, and its schedule where it needs one to settle. */
type Row = readonly [name: string, parabola: optim.Optimizer, rosenbrock: optim.Optimizer]

const steps = 4000

/** Steps that stay as long as they were at first would go round the minimum for ever. */
const falling = (peak: number): optim.Rate => optim.cosineSchedule({ peak, steps })

const rows: readonly Row[] = [
  ['sgd', optim.sgd(0.01), optim.sgd(0.002)],
  ['momentum', optim.momentum(0.01), optim.momentum(0.0005)],
  ['nesterov', optim.nesterov(0.01), optim.nesterov(0.0005)],
  ['adagrad', optim.adagrad(1), optim.adagrad(0.5)],
  ['rmsprop', optim.rmsprop(falling(0.05)), optim.rmsprop(falling(0.02))],
  ['adam', optim.adam(0.05), optim.adam(0.05)],
  ['adamw', optim.adamw(0.05, { weightDecay: 0 }), optim.adamw(0.05, { weightDecay: 0 })],
  ['adamax', optim.adamax(0.05), optim.adamax(0.05)],
  ['nadam', optim.nadam(0.05), optim.nadam(0.05)],
  ['lion', optim.lion(falling(0.02)), optim.lion(falling(0.01))],
  ['lamb', optim.lamb(falling(0.02)), optim.lamb(falling(0.02))],
  [
    'clipped sgd',
    optim.chain(optim.clipByGlobalNorm(1), optim.sgd(0.01)),
    optim.chain(optim.clipByGlobalNorm(1), optim.sgd(0.002)),
  ],
  [
    'adam on every second mean',
    optim.accumulateGradients(optim.adam(0.05), { every: 2 }),
    optim.accumulateGradients(optim.adam(0.05), { every: 2 }),
  ],
]

const minimum = tensor([1, -2])

const parabola = (x: Vector) => sum(mul(tensor([1, 3]), square(sub(x, minimum))))

/** Its minimum is 0 at [1, 1], at the end of a curved valley. */
const rosenbrock = (x: Vector) => {
  const [a, b] = [sum(mul(x, tensor([1, 0]))), sum(mul(x, tensor([0, 1])))]
  return add(square(sub(1, a)), mul(100, square(sub(b, square(a)))))
}

/** The whole training as one compiled program: the parameters after all steps. */
const trained = (loss: (x: Vector) => Tensor<[], 'float64'>, optimizer: optim.Optimizer, start: Vector): Vector => {
  type Carry = readonly [Vector, optim.OptimizerState]
  const step = ([params, state]: Carry): readonly [Carry, null] => {
    const [updates, next] = optimizer.update(grad(loss)(params), state, params)
    return [[optim.applyUpdates(params, updates), next], null]
  }
  const whole = (begin: Carry): Vector => (scan(step as never, begin as never, null, { length: steps })[0] as never)[0]
  return jit(whole)([start, optimizer.init(start)])
}

const distance = (x: Vector, to: readonly number[]): number =>
  Math.max(...[...toTypedArray(x)].map((element, index) => Math.abs(element - to[index])))

/** How near the minimum is near enough: as optax asks of its optimizers. */
const near = 1e-2

describe.each(rows)('%s', (_, forParabola, forRosenbrock) => {
  it('finds the bottom of a parabola', () =>
    expect(distance(trained(parabola, forParabola, tensor([-1, 10])), [1, -2])).toBeLessThan(near))

  it('goes down the curved valley of Rosenbrock', () => {
    const start = tensor([-1.2, 1])
    const end = trained(rosenbrock, forRosenbrock, start)
    expect(item(rosenbrock(start))).toBeGreaterThan(24)
    expect(item(rosenbrock(end))).toBeLessThan(near)
  })
})
