import { type AnyFunction, grad, hessian, jacfwd, jacrev, vmap } from '../autodiff/index.js'
import { astype, mul, stack, unstack } from '../graph/index.js'
import { flatten, mapTree, type Tensor, unflatten } from '../tensor/index.js'
import type { ScalarFunction } from './differences.js'
import type {
  GradcheckOptions,
  HandWritten,
  HandWrittenHessian,
  HandWrittenJacobian,
  VectorFunction,
} from './options.js'

/** A function and what is to be its derivative. */
export interface Question<T = unknown> {
  /** The name of the check. */
  readonly check: string
  /** What is checked: `gradient`, `Jacobian`, `Hessian`, or one of a batch. */
  readonly what: string
  /** What that is the derivative of. */
  readonly of: 'function' | 'gradient'
  readonly value: (x: T) => unknown
  /** By leaves of the value, and within them by leaves of the argument: `[...Out, ...In]`. */
  readonly derivative: (x: T) => unknown
  /** Whether the value must be a scalar. */
  readonly scalar: boolean
  /** Whether the derivative is by the library's own rules. */
  readonly automatic: boolean
  /** Which of the rules of what `value` computes it is by, where it is by those. */
  readonly mode: 'reverse' | 'forward'
}

const typed = <T>(f: unknown): ((x: T) => unknown) => f as (x: T) => unknown
const made = <T>(transform: unknown, f: unknown): ((x: T) => unknown) =>
  (transform as (g: AnyFunction) => (x: T) => unknown)(f as AnyFunction)

/** The example between the two that are looked at: another one, near enough that the function is defined there. */
const nearby = (leaf: Tensor): Tensor => mul(leaf, 7 / 8)

/**
 * The derivatives of a batch of three examples, of which the first and the last are the point: whatever `vmap` mixes up,
 * at least one of them shows it.
 */
const batches = <T>(question: Question<T>): readonly Question<T>[] => {
  const all = (x: T): unknown =>
    made(vmap, question.derivative)(mapTree(x, (leaf) => stack([leaf, nearby(leaf), leaf] as never)))
  return ([0, 2] as const).map((example) => ({
    ...question,
    what: `${question.what} of example ${example} of a batch`,
    derivative: (x) => mapTree(all(x), (leaf) => unstack(leaf as never)[example]),
  }))
}

const withBatches = <T>(question: Question<T>, { batched }: GradcheckOptions): readonly Question<T>[] =>
  batched === true ? [question, ...batches(question)] : [question]

/** The gradient by forward mode, which has the dtype of the function's value, in the dtypes of the leaves. */
const forwardGradient =
  <T>(f: ScalarFunction<T>) =>
  (x: T): unknown => {
    const [leaves, structure] = flatten('gradcheck', x)
    const [found] = flatten('gradcheck', made(jacfwd, f)(x))
    const ofLeaf = (gradient: Tensor, { dtype }: Tensor): Tensor =>
      gradient.dtype === dtype ? gradient : astype(gradient, dtype)
    return unflatten(
      structure,
      found.map((gradient, index) => ofLeaf(gradient, leaves[index])),
    )
  }

/** The gradient by the mode asked for. */
const gradientOf = <T>(f: ScalarFunction<T>, { mode }: GradcheckOptions): ((x: T) => unknown) =>
  mode === 'forward' ? forwardGradient(f) : made(grad, f)

/** The derivative of a function that is a gradient: by forward mode, over whatever the gradient itself is by. */
const secondOf = <T>(f: ScalarFunction<T> | HandWritten<T>, options: GradcheckOptions): ((x: T) => unknown) =>
  typeof f !== 'function'
    ? made(jacfwd, f.gradient)
    : options.mode === 'forward'
      ? made(jacfwd, forwardGradient(f))
      : made(hessian, f)

/** The questions of `gradcheck`, in the order in which they are asked. */
export const gradientQuestions = <T>(
  f: ScalarFunction<T> | HandWritten<T>,
  options: GradcheckOptions,
): readonly Question<T>[] => {
  const automatic = typeof f === 'function'
  const { value, gradient } = typeof f === 'function' ? { value: f, gradient: gradientOf(f, options) } : f
  const first: Question<T> = {
    check: 'gradcheck',
    what: 'gradient',
    of: 'function',
    value,
    derivative: gradient,
    scalar: true,
    automatic,
    mode: options.mode ?? 'reverse',
  }
  const second: Question<T> = {
    check: 'gradcheck',
    what: 'Hessian',
    of: 'gradient',
    value: gradient,
    derivative: secondOf(f, options),
    scalar: false,
    automatic: true,
    mode: 'forward',
  }
  return [...withBatches(first, options), ...(options.order === 2 ? withBatches(second, options) : [])]
}

export const jacobianQuestions = <T, R>(
  f: VectorFunction<T, R> | HandWrittenJacobian<T, R>,
  options: GradcheckOptions,
): readonly Question<T>[] => {
  const value = typeof f === 'function' ? f : f.value
  const derivative = typeof f === 'function' ? made<T>(options.mode === 'forward' ? jacfwd : jacrev, f) : f.jacobian
  return withBatches(
    {
      check: 'jacobiancheck',
      what: 'Jacobian',
      of: 'function',
      value: typed<T>(value),
      derivative,
      scalar: false,
      automatic: typeof f === 'function',
      mode: options.mode ?? 'reverse',
    },
    options,
  )
}

export const hessianQuestions = <T>(
  f: ScalarFunction<T> | HandWrittenHessian<T>,
  options: GradcheckOptions,
): readonly Question<T>[] => {
  const value = typeof f === 'function' ? f : f.value
  const derivative = typeof f === 'function' ? secondOf(f, options) : f.hessian
  return withBatches(
    {
      check: 'hessiancheck',
      what: 'Hessian',
      of: 'gradient',
      value: gradientOf(value, options),
      derivative,
      scalar: false,
      automatic: typeof f === 'function',
      mode: 'forward',
    },
    options,
  )
}
