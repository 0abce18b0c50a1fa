import { computations, simplify } from '../src/compile/index.js'
import { interpret, traceClosed } from '../src/graph/index.js'
import { fromRowMajor, sizeOf } from '../src/tensor/index.js'
import type { At } from './derivative.js'
import { unequal, unequalTypes } from './equality.js'
import { differing, type Law, law, straying } from './law.js'
import { type ListFunction, type Tensors, transforms } from './lists.js'
import { elementsOf, exampleOf, stacked, type TensorMap } from './maps.js'
import { roundedMap } from './rounding.js'
import type { Manner } from './roundings.js'
import { roundingTolerance } from './tolerance.js'

const { jit, jvp, vjp, vmap } = transforms

/**
 * Compiling changes no bit: jit(f)(x) = f(x) on every engine (NaN payloads aside).
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { engine } from 'cotangent/laws'
 *
 * engine.compilation((x) => [exp(x)]).holds([tensor([0, -0, NaN])]) // => true
 * ```
 */
export const compilation = (f: ListFunction): Law<readonly [inputs: Tensors]> =>
  law('compilation', 'jit(f)(x) = f(x)', (inputs) => {
    const value = f(...inputs)
    return [
      ...unequal('value compiled', jit(f)(...inputs), value),
      ...unequal('value by the reference engine', jit(f, { engine: 'reference' })(...inputs), value),
    ]
  })

/**
 * Simplifying the graph of a function changes no bit of what it gives, and adds no computation.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { engine } from 'cotangent/laws'
 *
 * engine.simplification((x) => [mul(x, 1)]).holds([tensor([0, -0, NaN])]) // => true
 * ```
 */
export const simplification = (f: ListFunction): Law<readonly [inputs: Tensors]> =>
  law('simplification', 'simplify(f)(x) = f(x), in no more steps', (inputs) => {
    const { graph } = traceClosed('laws', (tensors) => f(...tensors), inputs)
    const simplified = simplify(graph)
    const [before, after] = [graph, simplified].map(computations)
    return [
      ...unequal('simplified value', interpret(simplified, inputs), interpret(graph, inputs)),
      ...(after > before ? differing('the number of computations', after, before) : []),
    ]
  })

/**
 * Compiling and differentiating commute, to the bit: a derivative of a compiled function, and a compiled derivative, is
 * the derivative.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { engine } from 'cotangent/laws'
 *
 * engine.compiledDerivatives((x) => [exp(x)]).holds([tensor(1)], [tensor(2)], [tensor(3)]) // => true
 * ```
 */
export const compiledDerivatives = (f: ListFunction): Law<At> =>
  law('compiled derivatives', 'jit D = D = D jit', (primals, tangents, weights) => {
    const count = primals.length
    const pushforward = (of: ListFunction): ListFunction => pushforwardOf(of, count)
    const pullback = (of: ListFunction): ListFunction => pullbackOf(of, count)
    return (
      [
        ['tangent', pushforward, [...primals, ...tangents]],
        ['cotangent', pullback, [...primals, ...weights]],
      ] as const
    ).flatMap(([what, derivative, inputs]) => {
      const value = derivative(f)(...inputs)
      return [
        ...unequal(`compiled ${what}`, jit(derivative(f))(...inputs), value),
        ...unequal(`${what} of the compiled function`, derivative(jit(f))(...inputs), value),
      ]
    })
  })

/**
 * Batching is looping, to the bit: vmap(f) gives for every example what f gives for it. Some arguments come in batches,
 * the others are those of the first example.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { engine } from 'cotangent/laws'
 *
 * const product = engine.batching((x, y) => [mul(x, y)])
 * product.holds([[tensor(1), tensor(2)], [tensor(3), tensor(2)]], [true, false]) // => true
 * ```
 */
export const batching = (f: ListFunction): Law<readonly [examples: readonly Tensors[], batched: readonly boolean[]]> =>
  law('batching', 'vmap(f) is a loop of f over the examples', (examples, batched) => {
    const [first] = examples
    const inputs = first.map((own, index) => (batched[index] ? stacked(examples.map((each) => each[index])) : own))
    const together = vmap(f, { inAxes: batched.map((flag) => (flag ? 0 : null)) })(...inputs)
    return examples.flatMap((own, which) =>
      unequal(
        `example ${which}, result`,
        together.map((result) => exampleOf(result, which)),
        f(...own.map((input, index) => (batched[index] ? input : first[index]))),
      ),
    )
  })

/** Weights that are 1 at one element of one output. */
const only = (outputs: Tensors, which: number, at: number): Tensors =>
  outputs.map((output, index) => {
    const elements = Float64Array.from({ length: sizeOf(output.shape) }, (_, place) =>
      Number(index === which && place === at),
    )
    return fromRowMajor(output.dtype, output.shape, output.dtype === 'float32' ? Float32Array.from(elements) : elements)
  })

/**
 * What another engine has found of a map of floats, at a point, is what ours find, but for rounding: in each element
 * by no more than what the roundings of both come to, step by step and to first order (see `roundedInner`), where the
 * other's arithmetic leaves open what its `manner` says.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { engine } from 'cotangent/laws'
 *
 * const law = engine.agreement(([x]) => [exp(x)], { elementary: 4, inOrder: false })
 * law.holds([tensor(1)], [tensor(Math.E)]) // => true
 * law.holds([tensor(1)], [tensor(2.7182818285)]) // => false
 * ```
 */
export const agreement = (map: TensorMap, manner: Manner): Law<readonly [primals: Tensors, found: Tensors]> =>
  law('agreement of engines', 'f(x) is the same on another engine, but for rounding', (primals, found) => {
    const { outputs, along } = roundedMap(map, primals, manner)
    const types = unequalTypes('what was found', found, outputs)
    if (types.length > 0) return types
    return outputs.flatMap((output, which) => {
      const [theirs, own] = [found[which], output].map((x) => elementsOf([x]))
      return own.flatMap((element, at) => {
        if (Object.is(theirs[at], element)) return []
        // Ours is off by no more than what is off in any order.
        const { noise } = along(only(outputs, which, at))
        return straying(`element ${at} of result ${which}`, theirs[at], element, roundingTolerance(noise, noise))
      })
    })
  })

/** The derivative in forward mode of a function of `count` tensors: points first, then tangents. */
export const pushforwardOf =
  (f: ListFunction, count: number): ListFunction =>
  (...inputs) =>
    jvp(f, inputs.slice(0, count), inputs.slice(count))[1]

/** The derivative in reverse mode of a function of `count` tensors: points first, then cotangents. */
export const pullbackOf =
  (f: ListFunction, count: number): ListFunction =>
  (...inputs) =>
    vjp(f, inputs.slice(0, count))[1](inputs.slice(count))
