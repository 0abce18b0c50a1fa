// Code that knows no tensors: flat numbers in, numbers out. The second
// entry should be 200 (y - x²).
import { gradientCheck } from 'cotangent'

const value = ([x, y]: ArrayLike<number> & Iterable<number>) =>
  (1 - x) ** 2 + 100 * (y - x * x) ** 2

const gradient = ([x, y]: ArrayLike<number> & Iterable<number>) => [
  -2 * (1 - x) - 400 * x * (y - x * x),
  100 * (y - x * x),
]

export const rosenbrock = gradientCheck({
  of: { value, gradient },
  at: [-1.2, 1],
})
