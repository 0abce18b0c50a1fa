import type { Ring } from 'fp-ts/lib/Ring.js'
import { tensorEq } from '../src/index.js'
import { broadcastShapes, type Shape, ShapeError, type Tensor } from '../src/tensor/index.js'
import { unequal } from './equality.js'
import { differing, type Law, law, type Violation } from './law.js'
import { operations, type Tensors } from './lists.js'
import { inner } from './maps.js'

const {
  add,
  broadcastTo,
  concatenate,
  expandDims,
  eye,
  flip,
  matmul,
  mul,
  pad,
  reshape,
  slice,
  squeeze,
  stack,
  sum,
  swapAxes,
  take,
  transpose,
} = operations

/** The violation of tensors that should be equal as numbers are, 0 and -0 alike. */
const equal = (what: string, found: Tensor, expected: Tensor): readonly Violation[] =>
  tensorEq.equals(found, expected) ? [] : [{ what, found: String(found), expected: String(expected) }]

/** The violation of tensors that should be the same to the bit. */
const same = (what: string, found: Tensor, expected: Tensor): readonly Violation[] => unequal(what, [found], [expected])

/** The shape that shapes broadcast to, or that there is none. */
const together = (...shapes: readonly Shape[]): string => {
  try {
    return `[${shapes
      .reduce((a, b) =>
        broadcastShapes(
          'laws',
          [a, b].map((shape) => ({ shape, dtype: 'float64' })),
        ),
      )
      .join(', ')}]`
  } catch (cause) {
    if (cause instanceof ShapeError) return 'no shape'
    throw cause
  }
}

/**
 * Broadcasting of shapes is commutative and associative where it is defined, and the shape of a scalar is its unit.
 *
 * @example
 * ```ts
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.broadcasting.holds([2, 1], [3], [1, 1, 1]) // => true
 * ```
 */
export const broadcasting: Law<readonly [a: Shape, b: Shape, c: Shape]> = law(
  'broadcasting',
  'a b = b a, (a b) c = a (b c), a [] = a',
  (a, b, c) => [
    ...differing('b a', together(b, a), together(a, b)),
    ...differing('c b a', together(c, b, a), together(a, b, c)),
    ...differing('a []', together(a, []), together(a)),
  ],
)

/**
 * Element by element, broadcast operands are what broadcasting them first gives; commutative operations commute.
 *
 * @example
 * ```ts
 * import { ones, tensor } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.broadcastOperands.holds(tensor([1, 2]), ones([3, 1])) // => true
 * ```
 */
export const broadcastOperands: Law<readonly [a: Tensor, b: Tensor]> = law(
  'broadcast operands',
  'a + b = b + a = broadcast(a) + broadcast(b)',
  (a, b) => {
    const shape = broadcastShapes('laws', [a, b])
    const [wideA, wideB] = [a, b].map((x) => broadcastTo(x, shape))
    return [
      ...same('b + a', add(b, a), add(a, b)),
      ...same('b a', mul(b, a), mul(a, b)),
      ...same('the sum of broadcast operands', add(wideA, wideB), add(a, b)),
    ]
  },
)

/**
 * Tensors of a shape are a commutative ring, exactly so where all numbers are whole and not too large.
 *
 * @example
 * ```ts
 * import { getTensorRing, tensor, type Tensor } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 * import type { Ring } from 'fp-ts/lib/Ring.js'
 *
 * const ring = algebra.ring(getTensorRing([2]) as unknown as Ring<Tensor>)
 * ring.holds(tensor([1, 2]), tensor([3, 4]), tensor([5, 6])) // => true
 * ```
 */
export const ring = (of: Ring<Tensor>): Law<readonly [a: Tensor, b: Tensor, c: Tensor]> =>
  law(
    'ring',
    'addition is an abelian group, multiplication a commutative monoid that distributes over it',
    (a, b, c) => [
      ...equal('(a + b) + c', of.add(of.add(a, b), c), of.add(a, of.add(b, c))),
      ...equal('b + a', of.add(b, a), of.add(a, b)),
      ...equal('a + 0', of.add(a, of.zero), a),
      ...equal('a - a', of.sub(a, a), of.zero),
      ...equal('a - b', of.sub(a, b), of.add(a, of.sub(of.zero, b))),
      ...equal('(a b) c', of.mul(of.mul(a, b), c), of.mul(a, of.mul(b, c))),
      ...equal('b a', of.mul(b, a), of.mul(a, b)),
      ...equal('a 1', of.mul(a, of.one), a),
      ...equal('a (b + c)', of.mul(a, of.add(b, c)), of.add(of.mul(a, b), of.mul(a, c))),
    ],
  )

/**
 * Another shape and back, and in two steps, is the same elements.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.reshaping.holds(ones([2, 3]), [3, 2]) // => true
 * ```
 */
export const reshaping: Law<readonly [x: Tensor, shape: Shape]> = law(
  'reshaping',
  'reshape is undone by reshape',
  (x, shape) => [
    ...same('x reshaped and back', reshape(reshape(x, shape), x.shape), x),
    ...same('x with a new axis squeezed', squeeze(expandDims(x, x.shape.length), { axis: -1 }), x),
  ],
)

const inverse = (axes: readonly number[]): readonly number[] => axes.map((_, axis) => axes.indexOf(axis))

/**
 * Transposing is an action of the permutations: p then q is q after p, and the inverse undoes it.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.transposing.holds(ones([2, 3]), [1, 0], [1, 0]) // => true
 * ```
 */
export const transposing: Law<readonly [x: Tensor, p: readonly number[], q: readonly number[]]> = law(
  'transposing',
  'x p q = x (p q), x p p^-1 = x',
  (x, p, q) => [
    ...same(
      'x p q',
      transpose(transpose(x, p), q),
      transpose(
        x,
        q.map((axis) => p[axis]),
      ),
    ),
    ...same('x p p^-1', transpose(transpose(x, p), inverse(p)), x),
  ],
)

/**
 * Turning round is its own inverse.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.flipping.holds(ones([2, 3]), 1) // => true
 * ```
 */
export const flipping: Law<readonly [x: Tensor, axis: number]> = law('flipping', 'flip is an involution', (x, axis) =>
  same('x flipped twice', flip(flip(x, { axis }), { axis }), x),
)

/** All of the axes before one. */
const before = (axis: number): readonly null[] => new Array<null>(axis).fill(null)

/**
 * What is joined comes apart again: slices of a concatenation, and elements of a stack, are what it was made of.
 *
 * @example
 * ```ts
 * import { ones, zeros } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.joining.holds(ones([2, 3]), zeros([2, 3]), 1) // => true
 * ```
 */
export const joining: Law<readonly [a: Tensor, b: Tensor, axis: number]> = law(
  'joining',
  'slice undoes concatenate, take undoes stack',
  (a, b, axis) => {
    const joined = concatenate([a, b], { axis })
    const cut = a.shape[axis]
    const pair = stack([a, b], { axis })
    return [
      ...same('the first slice', slice(joined, [...before(axis), [0, cut]]), a),
      ...same('the second slice', slice(joined, [...before(axis), [cut, null]]), b),
      ...same('the first layer', take(pair, 0, { axis }), a),
      ...same('the second layer', take(pair, -1, { axis }), b),
    ]
  },
)

/**
 * Padding is undone by slicing, and adds nothing.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.padding.holds(ones([2]), [[1, 2]]) // => true
 * ```
 */
export const padding: Law<readonly [x: Tensor, widths: readonly (readonly [number, number])[]]> = law(
  'padding',
  'slice undoes pad, sum(pad(x)) = sum(x)',
  (x, widths) => {
    const padded = pad(x, widths)
    const inside = slice(
      padded,
      x.shape.map((extent, axis) => [widths[axis][0], widths[axis][0] + extent]),
    )
    return [...same('the inside', inside, x), ...same('the sum', sum(padded), sum(x))]
  },
)

/**
 * Matrices are a category with transposition, exactly so where all numbers are whole and not too large.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * algebra.matrices.holds(ones([2, 3]), ones([3, 1]), ones([1, 2])) // => true
 * ```
 */
export const matrices: Law<readonly [a: Tensor, b: Tensor, c: Tensor]> = law(
  'matrices',
  "(a b) c = a (b c), 1 a = a = a 1, (a b)' = b' a'",
  (a, b, c) => {
    const flipped = (x: Tensor): Tensor => swapAxes(x, -1, -2)
    const [rows, columns] = a.shape.slice(-2)
    const identity = (size: number): Tensor => eye(size, { dtype: a.dtype })
    return [
      ...equal('(a b) c', matmul(matmul(a, b), c), matmul(a, matmul(b, c))),
      ...equal('1 a', matmul(identity(rows), a), a),
      ...equal('a 1', matmul(a, identity(columns)), a),
      ...equal("b' a'", matmul(flipped(b), flipped(a)), flipped(matmul(a, b))),
    ]
  },
)

/**
 * Two linear maps are adjoint, exactly so where all numbers are whole: <y, f(x)> = <g(y), x>.
 *
 * @example
 * ```ts
 * import { broadcastTo, ones, sum, type Tensor } from 'cotangent'
 * import { algebra } from 'cotangent/laws'
 *
 * const pair = algebra.adjointPair(([x]) => [broadcastTo(x, [3])], ([y]) => [sum(y)])
 * pair.holds([ones([])], [ones([3])]) // => true
 * ```
 */
export const adjointPair = (
  f: (x: Tensors) => Tensors,
  g: (y: Tensors) => Tensors,
): Law<readonly [x: Tensors, y: Tensors]> =>
  law('adjoint pair', '<y, f(x)> = <g(y), x>', (x, y) =>
    differing('<g(y), x>', inner(g(y), x).value + 0, inner(y, f(x)).value + 0),
  )
