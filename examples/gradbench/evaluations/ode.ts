import { add, concatenate, iterate, mul, ones, split, type Tensor, take, zeros } from 'cotangent'

type Vector = Tensor<[number], 'float64'>

/** f(y)_0 = x_0, f(y)_i = x_i y_(i-1). */
const slope = (x: Vector, y: Vector): Vector => {
  const [before] = split(y, [x.shape[0] - 1])
  return mul(x, concatenate([ones([1]), before]))
}

/** y at time 2 where y' = f(y) from y = 0 at time 0, by so many steps of the classical Runge-Kutta method. */
export const solution = (x: Vector, steps: number): Vector => {
  const h = 2 / steps
  const along = (y: Vector, k: Vector, by: number): Vector => add(y, mul(by, k))
  return iterate(
    (y: Vector) => {
      const k1 = slope(x, y)
      const k2 = slope(x, along(y, k1, h / 2))
      const k3 = slope(x, along(y, k2, h / 2))
      const k4 = slope(x, along(y, k3, h))
      return along(y, add(add(k1, mul(2, k2)), add(mul(2, k3), k4)), h / 6)
    },
    steps,
    zeros([x.shape[0]]),
  )
}

export const last = (x: Vector, steps: number): Tensor<[], 'float64'> => take(solution(x, steps), -1)
