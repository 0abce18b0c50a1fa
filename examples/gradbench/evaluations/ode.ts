import { add, concatenate, grad, iterate, mul, ones, split, type Tensor, take, toArray, zeros } from 'cotangent'
import { compiled, type Evaluation, task } from '../evaluation.js'
import { integer, record, vector } from '../reading.js'
import type { Vector } from '../tensors.js'

/** f(y)₀ = x₀ and f(y)ᵢ = xᵢ yᵢ₋₁. */
const slope = (x: Vector, y: Vector): Vector => {
  const [before] = split(y, [x.shape[0] - 1])
  return mul(x, concatenate([ones([1]), before]))
}

/** y + by k. */
const along = (y: Vector, by: number, k: Vector): Vector => add(y, mul(by, k))

/** y(2) of y' = f(y), y(0) = 0, by so many steps of the classical Runge-Kutta method of order 4. */
export const solution =
  (steps: number) =>
  (x: Vector): Vector => {
    const h = 2 / steps
    const step = (y: Vector): Vector => {
      const k1 = slope(x, y)
      const k2 = slope(x, along(y, h / 2, k1))
      const k3 = slope(x, along(y, h / 2, k2))
      const k4 = slope(x, along(y, h, k3))
      return along(y, h / 6, add(add(k1, mul(2, k2)), add(mul(2, k3), k4)))
    }
    return iterate(step, steps, zeros(x.shape))
  }

/** The last component of the solution. */
export const last =
  (steps: number) =>
  (x: Vector): Tensor<[], 'float64'> =>
    take(solution(steps)(x), -1)

const read = record({ x: vector, s: integer })

const of = (taking: (steps: number) => (x: Vector) => Vector) =>
  task({
    read,
    compile: ({ x, s }) => {
      const run = compiled(taking(s), x)
      return (input) => run(input.x)
    },
    write: (y: Vector) => toArray(y),
  })

/** The solution of an ordinary differential equation, and the gradient of its last component by the equation's coefficients. */
export const ode: Evaluation = { primal: of(solution), gradient: of((steps) => grad(last(steps))) }
