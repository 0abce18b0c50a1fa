import { filled, fromRowMajor, type Tensor } from '../../../../tensor/index.js'
import { at, column, count, forEach, operations, row, type Tensors } from './algebra.js'

const { abs, add, any, argmax, concatenate, div, equal, less, lessEqual, logicalAnd, logicalOr, max, mul, neg } =
  operations
const { sqrt, sub, where, whileLoop } = operations

/**
 * Rotations of pairs of rows as Jacobi has them, all pairs that have no row in common at once: in a tournament of an even
 * number of players, where the first keeps its place and the others go round it, each meets each once in one round
 * fewer than there are players, and then all are where they have been.
 */

const int32s = (elements: readonly number[]): Tensor =>
  fromRowMajor('int32', [elements.length], Int32Array.from(elements))

/** The players of each place in the next round: those of the first half meet those of the second, place by place. */
const nextRound = (half: number): readonly number[] => {
  const first = Array.from({ length: half }, (_, place) => (place === 0 ? 0 : place === 1 ? half : place - 1))
  const second = Array.from({ length: half }, (_, place) => (place === half - 1 ? half - 1 : half + place + 1))
  return half === 1 ? [0, 1] : [...first, ...second]
}

/** A rotation by less than an eighth of a turn for each pair: its tangent, its sine, and tau = sine / (1 + cosine). */
export interface Rotations {
  readonly tangent: Tensor
  readonly sine: Tensor
  readonly tau: Tensor
}

/**
 * The rotations that make the symmetric matrices of a, b and the number g beside them diagonal (Rutishauser), none where
 * it is not wanted:
 *
 *   z = (b - a) / (2 g),   t = sign(z) / (|z| + sqrt(1 + z^2))
 */
export const rotationsOf = (a: Tensor, b: Tensor, g: Tensor, isWanted: Tensor): Rotations => {
  const z = div(sub(b, a), mul(2, where(isWanted, g, 1)))
  const size = div(1, add(abs(z), sqrt(add(1, mul(z, z)))))
  const tangent = where(isWanted, where(less(z, 0), neg(size), size), 0)
  const cosine = div(1, sqrt(add(1, mul(tangent, tangent))))
  const sine = mul(tangent, cosine)
  return { tangent, sine, tau: div(sine, add(1, cosine)) }
}

/** Rows of the first half and of the second. */
export const halves = (x: Tensor): readonly [first: Tensor, second: Tensor] => {
  const half = x.shape[0] / 2
  const places = Array.from({ length: half }, (_, place) => place)
  return [at(x, int32s(places)), at(x, int32s(places.map((place) => half + place)))]
}

/** Turns the rows of the first half with those of the second: x becomes cosine x - sine y, and y becomes sine x + cosine y. */
export const turned = (x: Tensor, { sine, tau }: Rotations): Tensor => {
  const [first, second] = halves(x)
  const [s, t] = [column(sine), column(tau)]
  const turnedFirst = sub(first, mul(s, add(second, mul(t, first))))
  const turnedSecond = add(second, mul(s, sub(first, mul(t, second))))
  return concatenate([turnedFirst, turnedSecond], { axis: 0 })
}

/** Some ten sweeps are enough, as each squares what the one before has left; more than this there never are. */
const mostSweeps = 60

/** What one round does to matrices, and whether there is any pair that asked for it. */
export type Round = (matrices: Tensors) => readonly [matrices: Tensors, isAsked: Tensor]

/**
 * Goes over all pairs, and again as long as one of them asks for it. Of each matrix `players` says along which axes the
 * players stand.
 */
export const sweeps = (matrices: Tensors, players: readonly (readonly number[])[], round: Round): Tensors => {
  const [size] = matrices[0].shape
  const order = int32s(nextRound(size / 2))
  const [yes, no] = [filled('bool', [], 1), filled('bool', [], 0)]
  const next = (state: Tensors): Tensors =>
    state.map((matrix, index) => players[index].reduce((x, axis) => at(x, order, axis), matrix))
  const sweep = (state: Tensors): Tensors => {
    const [after] = forEach(
      size - 1,
      (_, [isAsked, ...before]) => {
        const [turnedOnes, asks] = round(before)
        return [[logicalOr(isAsked, asks), ...next(turnedOnes)], []]
      },
      [no, ...state],
    )
    return after
  }
  const [, ...result] = whileLoop(
    ([isAsked]) => isAsked,
    ([, ...state]) => sweep(state),
    [yes, ...matrices],
    { maxSteps: mostSweeps },
  )
  return result
}

/** Rows of zeros, one more where their number is odd. */
export const paddedToEven = (x: Tensor, axes: readonly number[]): Tensor =>
  axes.reduce((padded, axis) => {
    if (padded.shape[axis] % 2 === 0) return padded
    return concatenate([padded, filled(padded.dtype, padded.shape.with(axis, 1), 0)], { axis })
  }, x)

/** Whether each row points backward: whether the first of its elements that have nine tenths of the largest size is negative. */
export const pointsBackward = (rows: Tensor): Tensor => {
  const sizes = abs(rows)
  const isLarge = lessEqual(mul(0.9, max(sizes, { axis: 1, keepdims: true })), sizes)
  const places = argmax(where(isLarge, 1, 0), { axis: 1 })
  const isFirst = equal(column(places), row(count(rows.shape[1])))
  return any(logicalAnd(isFirst, less(rows, 0)), { axis: 1 })
}
