import { add, div, greater, item, mul, neg, reshape, square, stack, sub, take, tensor, whileLoop } from 'cotangent'
import { argmin, forward, type Gradient, norm, reverse } from '../descent.js'
import { compiled, type Evaluation, task } from '../evaluation.js'
import { record, scalar } from '../reading.js'
import type { Scalar, Vector } from '../tensors.js'

/** A place in the plane and a velocity, each `[2]`. */
interface Particle {
  readonly place: Vector
  readonly velocity: Vector
}

const timeStep = 0.1

/** The particle flies for at most so many steps. */
const maxSteps = 1000

const at = (x: Vector, index: number): Scalar => take(x, index)

/** Where the particle comes down to the ground, squared, if one of the charges is moved down by w. */
export const cost =
  (gradient: Gradient) =>
  (w: Vector): Scalar => {
    const charges = [stack([tensor(10), sub(10, at(w, 0))]), tensor([10, 0])]
    const potential = (place: Vector): Scalar =>
      charges.map((charge) => div(1, norm(sub(place, charge)))).reduce((a, b) => add(a, b))
    const next = ({ place, velocity }: Particle): Vector => add(place, mul(velocity, timeStep))
    const step = (particle: Particle): Particle => ({
      place: next(particle),
      velocity: sub(particle.velocity, mul(gradient(potential)(particle.place), timeStep)),
    })
    const start: Particle = { place: tensor([0, 8]), velocity: tensor([0.75, 0]) }
    const { place, velocity } = whileLoop((particle: Particle) => greater(at(next(particle), 1), 0), step, start, {
      maxSteps,
    })
    const rest = div(neg(at(place, 1)), at(velocity, 1))
    return square(add(at(place, 0), mul(rest, at(velocity, 0))))
  }

const read = record({ w: scalar })

const of = (outer: Gradient, inner: Gradient) =>
  task({
    read,
    compile: ({ w }) => {
      const run = compiled((start: Scalar) => at(argmin(cost(inner), outer, reshape(start, [1])), 0), w)
      return (input) => run(input.w)
    },
    write: (w: Scalar) => item(w),
  })

/** A charge so placed that a particle comes down at 0: by a descent whose function descends a potential, step by step. */
export const particle: Evaluation = {
  rr: of(reverse, reverse),
  ff: of(forward, forward),
  fr: of(forward, reverse),
  rf: of(reverse, forward),
}
