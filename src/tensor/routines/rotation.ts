import type { Arithmetic } from '../scalar/index.js'
import { exchange } from './elimination.js'
import type { Cells, Machine } from './machine.js'

/** A rotation by less than an eighth of a turn: its tangent, its sine, and tau = sine / (1 + cosine). */
export interface Rotation<T> {
  readonly tangent: T
  readonly sine: T
  readonly tau: T
}

/**
 * The rotation that makes the symmetric matrix of a, b and the number g beside them diagonal (Rutishauser):
 *
 *   z = (b - a) / (2 g),   t = sign(z) / (|z| + sqrt(1 + z^2))
 *
 * It takes a to a - t g and b to b + t g; g is not 0.
 */
export const rotationOf = <T>(
  { constant, add, sub, mul, div, abs, sqrt, less, select, neg }: Arithmetic<T>,
  a: T,
  b: T,
  g: T,
): Rotation<T> => {
  const one = constant(1)
  const z = div(sub(b, a), mul(constant(2), g))
  const size = div(one, add(abs(z), sqrt(add(one, mul(z, z)))))
  const tangent = select(less(z, constant(0)), neg(size), size)
  const cosine = div(one, sqrt(add(one, mul(tangent, tangent))))
  const sine = mul(tangent, cosine)
  return { tangent, sine, tau: div(sine, add(one, cosine)) }
}

/** Turns two numbers: x becomes cosine x - sine y, and y becomes sine x + cosine y. */
export const turned = <T>(
  { add, sub, mul }: Arithmetic<T>,
  { sine, tau }: Rotation<T>,
  x: T,
  y: T,
): readonly [x: T, y: T] => [sub(x, mul(sine, add(y, mul(tau, x)))), add(y, mul(sine, sub(x, mul(tau, y))))]

/** Turns two vectors. */
export const turn = <T, I>(
  { number, loop }: Machine<T, I>,
  rotation: Rotation<T>,
  x: Cells<T, I>,
  y: Cells<T, I>,
): void =>
  loop(0, x.shape[0], (i) => {
    const [first, second] = turned(number, rotation, x.load(i), y.load(i))
    x.store(first, i)
    y.store(second, i)
  })

/** Some ten sweeps are enough, as each squares what the one before has left; more than this there never are. */
const mostSweeps = 60

/** Goes over all pairs p < q in cyclic order, and again as long as one of them asks for it. */
export const sweep = <T, I>(
  { index, counter, loop, loopWhile }: Machine<T, I>,
  size: number,
  pair: (p: I, q: I, again: () => void) => void,
): void => {
  const one = index.constant(1)
  const [sweeps, isAsked] = [counter(0), counter(1)]
  loopWhile(
    () => index.and(isAsked.get(), index.less(sweeps.get(), index.constant(mostSweeps))),
    () => {
      sweeps.set(index.add(sweeps.get(), one))
      isAsked.set(index.constant(0))
      loop(0, size, (p) => loop(index.add(p, one), size, (q) => pair(p, q, () => isAsked.set(one))))
    },
  )
}

/**
 * Sorts numbers, each with its vectors: the next is the first of those left that come before all others.
 */
export const sortWith = <T, I>(
  { index, counter, when, loop }: Machine<T, I>,
  keys: Cells<T, I>,
  before: (a: T, b: T) => T,
  matrices: readonly Cells<T, I>[],
): void => {
  const [size] = keys.shape
  loop(0, size, (i) => {
    const chosen = counter(i)
    loop(index.add(i, index.constant(1)), size, (j) =>
      when(before(keys.load(j), keys.load(chosen.get())), () => chosen.set(j)),
    )
    const j = chosen.get()
    when(index.less(i, j), () => {
      exchange(keys, [i], [j])
      for (const matrix of matrices) loop(0, matrix.shape[1], (k) => exchange(matrix, [i, k], [j, k]))
    })
  })
}
