import {
  applyPrimitive,
  type CustomJvp,
  type CustomOptions,
  type CustomVjp,
  type Graph,
  locatingErrors,
  primitives,
  type Traced,
  traceClosed,
  zerosLike,
} from '../graph/index.js'
import {
  ArgumentError,
  checkFunction,
  checkIsOptions,
  flatten,
  isFloat,
  type OptionNames,
  type Structure,
  type Tensor,
  TreeError,
  unflatten,
} from '../tensor/index.js'
import { checkAgreement } from './agreement.js'
import { type AnyFunction, checkLike, leavesLike } from './run.js'
import { traceTrees } from './trace.js'

/** A custom rule says nothing of what the functions close over, so they may not close over anything traced. */
const closed = (transform: string, what: string, { graph, captured }: Traced): Graph => {
  if (captured.length > 0)
    throw new ArgumentError({
      operation: transform,
      operands: captured,
      problem: `${what} closes over a value that is being traced, whose derivative the rule does not give`,
      remedy: 'Pass it as an argument',
    })
  return graph
}

const floats = (tensors: readonly Tensor[]): readonly Tensor[] => tensors.filter(({ dtype }) => isFloat(dtype))

/** The custom function, checked against the function itself where the options say at which arguments. */
const checked = (
  transform: string,
  [f, ...rules]: readonly [AnyFunction, ...AnyFunction[]],
  options: CustomOptions | undefined,
  custom: AnyFunction,
): AnyFunction => {
  checkIsOptions(transform, options, { checkAt: true } satisfies OptionNames<CustomOptions>)
  for (const each of [f, ...rules]) checkFunction(transform, each)
  if (options?.checkAt !== undefined) checkAgreement(transform, custom, f, options.checkAt)
  return (...args) => locatingErrors(() => custom(...args))
}

const pairOf = (transform: string, what: string, structure: Structure, due: string): readonly Structure[] => {
  if (structure._tag !== 'List' || structure.items.length !== 2)
    throw new TreeError({ operation: transform, problem: `${what} must return ${due}` })
  return structure.items
}

/**
 * A function with a reverse-mode derivative of its own: `forward` gives [result, residuals], `backward` takes residuals
 * and the result's cotangent to the list of the arguments' cotangents. Forward mode follows from it, as the transpose
 * of `backward`. With `{ checkAt: [arguments] }` the rule is held against the function's own derivative there, at once:
 * a WrongDerivative tells the difference. Throws a TreeError, ShapeError or DTypeError for rules that give other types, and an
 * ArgumentError for functions that close over a value being traced.
 *
 * @example
 * ```ts
 * import { customVjp, grad, maximum, minimum, mul, tensor, type Tensor } from 'cotangent'
 *
 * type Scalar = Tensor<[], 'float64'>
 * const clip = (x: Scalar): Scalar => maximum(minimum(x, 1), -1)
 * const straightThrough = customVjp(clip, (x: Scalar) => [clip(x), []], (_, cotangent) => [mul(cotangent, 1)])
 *
 * grad(straightThrough)(tensor(5)) // => 1.0
 * ```
 */
export const customVjp = ((f: AnyFunction, forward: AnyFunction, backward: AnyFunction, options?: CustomOptions) =>
  checked('customVjp', [f, forward, backward], options, (...args: readonly unknown[]): unknown => {
    const [leaves, input] = flatten('customVjp', args)
    const value = traceTrees('customVjp', f, input, leaves, leaves)
    const augmented = traceTrees('customVjp', forward, input, leaves, leaves)
    const [out, residual] = pairOf('customVjp', 'the forward function', augmented.output, '[result, residuals]')
    const outputs = augmented.graph.outputs.slice(0, value.graph.outputs.length)
    checkLike('customVjp', 'result of the forward function', [outputs, out], [value.graph.outputs, value.output])
    const residuals = augmented.graph.outputs.slice(outputs.length)
    const rule = traceTrees('customVjp', backward, { _tag: 'List', items: [residual, out] }, [...residuals, ...outputs])
    checkLike('customVjp', 'result of the backward function', [rule.graph.outputs, rule.output], [leaves, input])
    const backwards = closed('customVjp', 'the backward function', rule)
    const attributes = {
      graph: closed('customVjp', 'the function', value),
      forward: closed('customVjp', 'the forward function', augmented),
      backward: { ...backwards, outputs: backwards.outputs.filter((_, index) => isFloat(leaves[index].dtype)) },
    }
    return unflatten(value.output, applyPrimitive(primitives.customVjp, attributes, leaves))
  })) as unknown as CustomVjp

/**
 * A function with a forward-mode derivative of its own: `rule` takes the lists of primals and tangents to the tangent
 * of the result, in which it must be linear. Reverse mode follows from it, as its transpose. With `{ checkAt }` the rule
 * is held against the function's own derivative there, at once: a WrongDerivative tells the difference. Throws a ShapeError for
 * rules of other shapes and an ArgumentError for functions that close over a value being traced.
 *
 * @example
 * ```ts
 * import { customJvp, div, grad, log, mul, tensor, type Tensor } from 'cotangent'
 *
 * type Scalar = Tensor<[], 'float64'>
 * const entropy = customJvp(
 *   (p: Scalar): Scalar => mul(p, log(p)),
 *   ([p], [dp]) => mul(dp, log(mul(p, Math.E))),
 * )
 *
 * grad(entropy)(tensor(1)) // => 1.0
 * ```
 */
export const customJvp = ((f: AnyFunction, rule: AnyFunction, options?: CustomOptions) =>
  checked('customJvp', [f, rule], options, (...args: readonly unknown[]): unknown => {
    const [leaves, input] = flatten('customJvp', args)
    const value = traceTrees('customJvp', f, input, leaves, leaves)
    // Only float operands have tangents to feed; where the rule sees those of others, they are zeros.
    const tangents = floats(leaves)
    const { graph, captured } = traceClosed(
      'customJvp',
      (inputs) => {
        const primals = inputs.slice(0, leaves.length)
        let next = leaves.length
        const directions = leaves.map((leaf) => (isFloat(leaf.dtype) ? inputs[next++] : zerosLike(leaf)))
        const result = (rule as (...all: readonly unknown[]) => unknown)(
          unflatten(input, primals),
          unflatten(input, directions),
        )
        return floats(leavesLike('customJvp', 'tangent that the rule gives', result, value.output, value.graph.outputs))
      },
      [...leaves, ...tangents],
    )
    const attributes = {
      graph: closed('customJvp', 'the function', value),
      rule: closed('customJvp', 'the rule', { graph, captured }),
    }
    return unflatten(value.output, applyPrimitive(primitives.customJvp, attributes, leaves))
  })) as unknown as CustomJvp
