import { jit } from '../src/engine/index.js'
import { item, reshape, tensor, toTypedArray } from '../src/graph/index.js'
import {
  applyUpdates,
  chain,
  type FitOptions,
  fit,
  identity,
  type MaskTree,
  masked,
  type Optimizer,
  type Schedule,
} from '../src/optim/index.js'
import { flatten, flattenTree, type Tensor, type Tree, unflattenTree } from '../src/tensor/index.js'
import { unequal } from './equality.js'
import { differing, type Law, law, type Violation } from './law.js'

/** Parameters, and the gradients that an optimizer is given one after the other. */
export interface Course {
  readonly params: Tree
  readonly gradients: readonly Tree[]
}

/** The leaves of a tree. */
const leavesOf = (tree: unknown): readonly Tensor[] => flatten('laws', tree)[0]

/**
 * The parameters after each step along given gradients.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { optimizers } from 'cotangent/laws'
 * import { sgd } from 'cotangent/optim'
 *
 * optimizers.trajectory(sgd(0.5), { params: tensor(1), gradients: [tensor(1), tensor(-2)] }) // => [ 0.5, 1.5 ]
 * ```
 */
export const trajectory = (optimizer: Optimizer, { params, gradients }: Course): readonly Tree[] => {
  let state = optimizer.init(params)
  let current = params
  return gradients.map((gradient) => {
    const [updates, next] = optimizer.update(gradient, state, current)
    state = next
    current = applyUpdates(current, updates)
    return current
  })
}

/** The violations of optimizers that should lead the same way, to the bit. */
const diverging = (what: string, found: Optimizer, expected: Optimizer, course: Course): readonly Violation[] =>
  unequal(`the path of ${what}`, leavesOf(trajectory(found, course)), leavesOf(trajectory(expected, course)))

/**
 * Chaining is associative: trajectories do not depend on how links are grouped.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { optimizers } from 'cotangent/laws'
 * import { adam, clipByValue, sgd } from 'cotangent/optim'
 *
 * const course = { params: tensor([1, 2]), gradients: [tensor([3, -4]), tensor([0.5, 0])] }
 * optimizers.associativity.holds(clipByValue(1), adam(0.1), sgd(0.1), course) // => true
 * ```
 */
export const associativity: Law<readonly [a: Optimizer, b: Optimizer, c: Optimizer, course: Course]> = law(
  'associativity',
  '(a b) c = a (b c)',
  (a, b, c, course) => diverging('(a b) c', chain(chain(a, b), c), chain(a, chain(b, c)), course),
)

/**
 * The identity is neutral on both sides, and alone it passes gradients on.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { optimizers } from 'cotangent/laws'
 * import { adam } from 'cotangent/optim'
 *
 * optimizers.identities.holds(adam(0.1), { params: tensor(1), gradients: [tensor(2), tensor(3)] }) // => true
 * ```
 */
export const identities: Law<readonly [a: Optimizer, course: Course]> = law(
  'identities',
  '1 a = a = a 1, 1 g = g',
  (a, course) => [
    ...diverging('1 a', chain(identity, a), a, course),
    ...diverging('a 1', chain(a, identity), a, course),
    ...course.gradients.flatMap((gradient) =>
      unequal(
        '1 g',
        leavesOf(identity.update(gradient, identity.init(course.params), course.params)[0]),
        leavesOf(gradient),
      ),
    ),
  ],
)

/**
 * Masking distributes over chains; a mask of all changes nothing, and one of nothing leaves the identity. What is masked
 * for one leaf and what is masked for the others commute.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { optimizers } from 'cotangent/laws'
 * import { adam, scale } from 'cotangent/optim'
 *
 * const course = { params: [tensor(1), tensor(2)], gradients: [[tensor(3), tensor(4)]] }
 * optimizers.masking.holds(adam(0.1), scale(2), [true, false], course) // => true
 * ```
 */
export const masking: Law<readonly [a: Optimizer, b: Optimizer, mask: MaskTree, course: Course]> = law(
  'masking',
  'm(a b) = m(a) m(b), all(a) = a, none(a) = 1, m(a) not m(b) = not m(b) m(a)',
  (a, b, mask, course) => {
    const [inside, outside] = [masked(a, mask), masked(b, negated(mask))]
    return [
      ...diverging('m(a b)', masked(chain(a, b), mask), chain(masked(a, mask), masked(b, mask)), course),
      ...diverging('all(a)', masked(a, true), a, course),
      ...diverging('none(a)', masked(a, false), identity, course),
      ...diverging('m(a) not m(b)', chain(inside, outside), chain(outside, inside), course),
    ]
  },
)

const negated = (mask: MaskTree): MaskTree => {
  if (typeof mask === 'boolean') return !mask
  if (Array.isArray(mask)) return mask.map(negated)
  return Object.fromEntries(Object.entries(mask).map(([key, part]) => [key, negated(part)]))
}

/**
 * An update that is compiled gives the same updates and the same state, to the bit.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { optimizers } from 'cotangent/laws'
 * import { adam } from 'cotangent/optim'
 *
 * optimizers.compilation.holds(adam(0.1), { params: tensor(1), gradients: [tensor(2), tensor(3)] }) // => true
 * ```
 */
export const compilation: Law<readonly [a: Optimizer, course: Course]> = law(
  'compilation',
  'jit(update) = update',
  (a, { params, gradients }) => {
    const compiled = jit((gradient: Tree, state: Tree, current: Tree) =>
      a.update(gradient, state as ReturnType<Optimizer['init']>, current),
    )
    let state = a.init(params)
    let current = params
    return gradients.flatMap((gradient, step) => {
      const expected = a.update(gradient, state, current)
      const found = compiled(gradient, state, current)
      state = expected[1]
      current = applyUpdates(current, expected[0])
      return unequal(`update ${step}`, leavesOf(found), leavesOf(expected))
    })
  },
)

/** The same tree of tensors that are made anew of shapes, dtypes and elements alone: what a checkpoint gives back. */
const copied = <T>(tree: T): T => {
  const [leaves, structure] = flattenTree(tree)
  return unflattenTree(
    structure,
    leaves.map((leaf) => reshape(tensor([...toTypedArray(leaf)], { dtype: leaf.dtype }), leaf.shape)),
  ) as T
}

/**
 * All that an optimizer remembers is in its state, and all of that in the elements of tensors: training that is cut off
 * after some steps, written down, read and continued, goes the way of training that never was.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { optimizers } from 'cotangent/laws'
 * import { adam } from 'cotangent/optim'
 *
 * const course = { params: tensor(1), gradients: [tensor(2), tensor(3), tensor(-1)] }
 * optimizers.continuation.holds(adam(0.1), course, 2) // => true
 * ```
 */
export const continuation: Law<readonly [a: Optimizer, course: Course, after: number]> = law(
  'continuation',
  'n steps, a copy of the state, m steps = n + m steps',
  (a, { params, gradients }, after) => {
    let state = a.init(params)
    let current = params
    const path = gradients.map((gradient, step) => {
      if (step === after) [state, current] = copied([state, current] as const)
      const [updates, next] = a.update(gradient, state, current)
      state = next
      current = applyUpdates(current, updates)
      return current
    })
    return unequal('the path', leavesOf(path), leavesOf(trajectory(a, { params, gradients })))
  },
)

/**
 * A schedule stays within its bounds, and says the same of a number and of a tensor, compiled or not.
 *
 * @example
 * ```ts
 * import { optimizers } from 'cotangent/laws'
 * import { cosineSchedule } from 'cotangent/optim'
 *
 * optimizers.scheduleBounds(cosineSchedule({ peak: 0.3, steps: 10 }), 0, 0.3).holds(7) // => true
 * ```
 */
export const scheduleBounds = (schedule: Schedule, low: number, high: number): Law<readonly [step: number]> =>
  law('schedule bounds', 'low <= s(n) <= high, s([n]) = s(n) = jit(s)([n])', (step) => {
    const value = schedule(step)
    const counter = tensor(step, { dtype: 'int32' })
    const found = Number(item(value))
    return [
      ...(found >= low && found <= high ? [] : [{ what: `s(${step})`, found, expected: `between ${low} and ${high}` }]),
      ...unequal('s of a tensor', [schedule(counter)], [value]),
      ...unequal('the compiled s', [jit((at: Tensor<[], 'int32'>) => schedule(at))(counter)], [value]),
    ]
  })

/**
 * `fit` is the fold of its step that shows every state, or every k-th one and the last, compiled or not, and each time that
 * it is gone through.
 *
 * @example
 * ```ts
 * import { add, tensor, type Tensor } from 'cotangent'
 * import { optimizers } from 'cotangent/laws'
 *
 * optimizers.folding<Tensor, Tensor>(add).holds(tensor(1), [tensor(2), tensor(3)], { every: 2 }) // => true
 * ```
 */
export const folding = <S extends Tree, B extends Tree>(
  step: (state: S, batch: B) => S,
): Law<readonly [state: S, batches: readonly B[], options: FitOptions]> =>
  law('folding', 'fit = scanl', (state, batches, options) => {
    const { every = 1 } = options
    let current = state
    const all = batches.map((batch) => {
      current = step(current, batch)
      return current
    })
    const expected = all.filter((_, index) => (index + 1) % every === 0 || index === all.length - 1)
    const states = fit(step, state, batches, options)
    return [states, states].flatMap((each, pass) => {
      const found = [...each]
      return [
        ...differing(`the number of states of pass ${pass}`, found.length, expected.length),
        ...unequal(`the states of pass ${pass}`, leavesOf(found), leavesOf(expected)),
      ]
    })
  })
