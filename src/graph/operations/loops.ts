import {
  ArgumentError,
  checkFunction,
  DTypeError,
  describe,
  leafPaths,
  ShapeError,
  showType,
  type Tensor,
  TreeError,
  withOptions,
} from '../../tensor/index.js'
import { locatingErrors } from '../locating.js'
import { cut, unstacked } from '../primitives/control/derived.js'
import * as scanning from '../primitives/control/scan.js'
import * as looping from '../primitives/control/while.js'
import type { CheckpointOption, Iterate, Scan, ScanOptions, WhileLoop, WhileOptions } from '../signatures/index.js'
import { traceClosed } from '../trace.js'
import { operandOf } from './operands.js'
import { checkpointNames, scanNames, whileNames } from './optionNames.js'
import { type AnyFunction, capturedFirst, type Leaves, leavesOf, nextCarry, treeOf } from './trees.js'

const checkCount = (operation: string, name: string, count: unknown, least = 0): number => {
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < least)
    throw new ArgumentError({
      operation,
      problem: `${name} is ${describe(count)}, not a whole number from ${least}`,
    })
  return count
}

/** Of how many steps the carry is kept for once, as an attribute of the loop; none where it is kept for each. */
const keeping = (
  operation: string,
  { checkpoint = false }: CheckpointOption,
  steps: number,
): { readonly every?: number } => {
  if (checkpoint === false) return {}
  if (checkpoint === true) return { every: Math.max(1, Math.ceil(Math.sqrt(steps))) }
  return { every: checkCount(operation, 'checkpoint', checkpoint, 1) }
}

/** A tree, or undefined where there is nothing at all. */
const leavesIfAny = (tree: unknown, what: string): Leaves | undefined =>
  tree === null || tree === undefined ? undefined : leavesOf('scan', tree, what)

const treeIfAny = (given: Leaves | undefined, leaves: readonly Tensor[]): unknown => given && treeOf(given, leaves)

/** The number of steps: the size of axis 0, on which all xs agree. */
const stepCount = (xs: Leaves | undefined, length: number | undefined): number => {
  const { leaves, structure } = xs ?? leavesOf('scan', [])
  const count = length === undefined ? leaves[0]?.shape[0] : checkCount('scan', 'length', length)
  const paths = leafPaths(structure)
  const flat = leaves.findIndex(({ shape }) => shape.length === 0)
  if (flat >= 0)
    throw new ShapeError({
      operation: 'scan',
      operands: leaves,
      problem: `xs${paths[flat]} is a scalar and has no elements to go over`,
    })
  if (count === undefined)
    throw new ArgumentError({
      operation: 'scan',
      problem: 'nothing says how many steps to take',
      remedy: 'Give xs to go over, or { length }',
    })
  const uneven = leaves.findIndex(({ shape }) => shape[0] !== count)
  if (uneven >= 0)
    throw new ShapeError({
      operation: 'scan',
      operands: leaves,
      problem: `xs${paths[uneven]} has ${leaves[uneven].shape[0]} elements along axis 0, not ${count}`,
      remedy: 'All xs are gone over together, along their axis 0',
    })
  return count
}

/** A loop that carries a tree along, goes over the elements of another and collects a third; the last two may be missing. */
const loop = (
  operation: string,
  step: (carry: unknown, x: unknown) => readonly [carry: unknown, y: unknown],
  init: unknown,
  xs: Leaves | undefined,
  length: number,
  { reverse = false, ...keep }: ScanOptions,
): readonly [carry: unknown, ys: unknown] =>
  locatingErrors(() => {
    const carry = leavesOf(operation, init, 'the initial carry')
    const elements = xs?.leaves ?? []
    let ys: Leaves | undefined
    const traced = traceClosed(
      operation,
      (inputs) => {
        const [state, element] = cut(inputs, carry.leaves.length, elements.length)
        const [next, y] = step(treeOf(carry, state), treeIfAny(xs, element))
        ys = leavesIfAny(y, 'the y of a step')
        return [...nextCarry(operation, next, carry), ...(ys?.leaves ?? [])]
      },
      [...carry.leaves, ...elements.map(unstacked)],
    )
    const [constants, carries] = [traced.captured.length, carry.leaves.length]
    const results = scanning.scan(
      { body: capturedFirst(traced), length, constants, carries, reverse, ...keeping(operation, keep, length) },
      [...traced.captured, ...carry.leaves, ...elements],
    )
    const [last, stacked] = cut(results, carries, results.length - carries)
    return [treeOf(carry, last), treeIfAny(ys, stacked)]
  })

/**
 * A fold that remembers: `f(carry, x)` gives `[carry, y]` for one element of xs (along axis 0 of every leaf) after the
 * other, and the result is the last carry and all ys, stacked. Carry, x and y are trees; y may be null, and so may xs,
 * where `length` says how many steps to take. `f` is traced once and runs as a loop in every engine; it may use tensors
 * from outside, but cannot read values. Throws a TreeError, ShapeError or DTypeError where the carry changes its type.
 *
 * Reverse mode keeps the carry before every step, and makes the rest of a step again. For long loops, `checkpoint: K` keeps
 * those before every K-th step, and from one of these at a time makes K again, so that of n steps n / K + K carries are there
 * at once, for one more forward step each step; `checkpoint: true` takes K = sqrt(n), rounded up, which is least: 2 sqrt(n).
 * Values and first derivatives are the same to the bit; reverse mode over reverse mode adds up in another order. (Griewank
 * and Walther, Evaluating Derivatives, 2008, chapter 12; loops in loops make more levels of it.)
 *
 * @example
 * ```ts
 * import { add, scan, tensor } from 'cotangent'
 *
 * const [total, partial] = scan((sum, x) => [add(sum, x), add(sum, x)], tensor(0), tensor([1, 2, 3]))
 * total // => 6.0
 * partial // => [1. 3. 6.]
 * ```
 *
 * What grows by a rate 10,000 times, and how that depends on the rate, of 201 carries:
 *
 * @example
 * ```ts
 * import { add, grad, item, mul, scan, type Tensor, tensor } from 'cotangent'
 *
 * type Scalar = Tensor<[], 'float64'>
 *
 * const grown = (rate: Scalar) =>
 *   scan((x: Scalar) => [add(x, mul(rate, x)), null], tensor(1), null, { length: 10_000, checkpoint: true })[0]
 * item(grown(tensor(1e-4))).toFixed(8) // => '2.71814593'
 * item(grad(grown)(tensor(1e-4))).toFixed(4) // => '27178.7414'
 * ```
 */
export const scan: Scan = withOptions(
  'scan',
  3,
  scanNames,
  (f: AnyFunction, init: unknown, xs: unknown, options: ScanOptions = {}) => {
    checkFunction('scan', f)
    const step = (carry: unknown, x: unknown): readonly [unknown, unknown] => {
      const returned = f(carry, x)
      if (!Array.isArray(returned) || returned.length !== 2)
        throw new TreeError({
          operation: 'scan',
          problem: `the function returns ${Array.isArray(returned) ? `${returned.length} items` : describe(returned)}, not [carry, y]`,
          remedy: 'Where there is no y return [carry, null]',
        })
      return [returned[0], returned[1]]
    }
    const elements = leavesIfAny(xs, 'xs')
    return loop('scan', step, init, elements, stepCount(elements, options.length), options)
  },
)

/**
 * `f` applied n times to a tree, starting from `init`: f(f(...f(init))). `f` is traced once and runs as a loop in every
 * engine; it must return the type that it is given. `checkpoint` keeps less for reverse mode, as in `scan`.
 *
 * @example
 * ```ts
 * import { iterate, mul, tensor } from 'cotangent'
 *
 * iterate((x) => mul(x, 2), 10, tensor(1)) // => 1024.0
 * ```
 */
export const iterate: Iterate = withOptions(
  'iterate',
  3,
  checkpointNames,
  (f: AnyFunction, n: number, init: unknown, { checkpoint }: CheckpointOption = {}) => {
    checkFunction('iterate', f)
    const count = checkCount('iterate', 'the number of steps', n)
    return loop('iterate', (carry) => [f(carry), null], init, undefined, count, { checkpoint })[0]
  },
)

/** The condition's answer, which must be one truth value. */
const checkAnswer = (answer: unknown): Tensor => {
  const truth = operandOf('whileLoop', answer)
  if (truth.dtype !== 'bool' || truth.shape.length > 0)
    throw new (truth.dtype === 'bool' ? ShapeError : DTypeError)({
      operation: 'whileLoop',
      operands: [truth],
      problem: `the condition gives ${showType(truth)}, not bool[]`,
      remedy: 'Compare, and reduce to a scalar',
    })
  return truth
}

/**
 * `body` applied to a tree again and again while `condition` holds of it, `maxSteps` times at most. Both are traced once
 * and run as a loop in every engine; the body must return the type that it is given. Forward-mode derivatives always
 * work, reverse-mode ones where `maxSteps` is given; these keep the carry of each of so many steps, or less with
 * `checkpoint`, as in `scan`.
 *
 * @example
 * ```ts
 * import { less, mul, tensor, whileLoop } from 'cotangent'
 *
 * whileLoop((x) => less(x, 100), (x) => mul(x, 3), tensor(1)) // => 243.0
 * ```
 */
export const whileLoop: WhileLoop = withOptions(
  'whileLoop',
  3,
  whileNames,
  (condition: AnyFunction, body: AnyFunction, init: unknown, { maxSteps, checkpoint }: WhileOptions = {}) =>
    locatingErrors(() => {
      checkFunction('whileLoop', condition)
      checkFunction('whileLoop', body)
      const carry = leavesOf('whileLoop', init, 'the initial carry')
      const asked = traceClosed('whileLoop', (inputs) => [checkAnswer(condition(treeOf(carry, inputs)))], carry.leaves)
      const step = traceClosed(
        'whileLoop',
        (inputs) => nextCarry('whileLoop', body(treeOf(carry, inputs)), carry),
        carry.leaves,
      )
      const most = maxSteps === undefined ? undefined : checkCount('whileLoop', 'maxSteps', maxSteps)
      const attributes = {
        condition: capturedFirst(asked),
        body: capturedFirst(step),
        conditionConstants: asked.captured.length,
        bodyConstants: step.captured.length,
        maxSteps: most,
        ...keeping('whileLoop', { checkpoint }, most ?? 0),
      }
      return treeOf(carry, looping.whileLoop(attributes, [...asked.captured, ...step.captured, ...carry.leaves]))
    }),
)
