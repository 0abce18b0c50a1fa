import { disagreement } from './agreement.js'
import type { At } from './derivative.js'
import { unequal } from './equality.js'
import { type Law, law } from './law.js'
import {
  allOf,
  halves,
  innerProduct,
  type ListFunction,
  operations,
  spread,
  type Tensors,
  transforms,
  weighted,
  zip,
} from './lists.js'
import { cotangentMap, type TensorMap, tangentMap } from './maps.js'

const { grad, jvp, vjp } = transforms
const { add, mul, sub, tensor } = operations

/**
 * The derivative of the identity is the identity: in forward mode of tangents, in reverse mode of cotangents, to the bit.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { calculus } from 'cotangent/laws'
 *
 * calculus.identity.holds([tensor(2)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const identity: Law<At> = law('identity', 'D(id) = id', (primals, tangents, weights) => {
  const id: ListFunction = (...inputs) => inputs
  return [
    ...unequal('tangent', jvp(id, primals, tangents)[1], tangents),
    ...unequal('cotangent', vjp(id, primals)[1](weights), weights),
  ]
})

/**
 * Differentiation is a functor: D(g . f)(x) = Dg(f(x)) Df(x) in forward mode, and the other way round in reverse mode.
 *
 * @example
 * ```ts
 * import { exp, mul, tensor } from 'cotangent'
 * import { calculus } from 'cotangent/laws'
 *
 * const chain = calculus.functoriality(([x]) => [mul(x, x)], ([y]) => [exp(y)])
 * chain.holds([tensor(0.5)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const functoriality = (f: TensorMap, g: TensorMap): Law<At> =>
  law('functoriality', 'D(g . f) = Dg D f', (primals, tangents, weights) => {
    const whole: TensorMap = (inputs) => g(f(inputs))
    const forward: TensorMap = (inputs) => {
      const [y, dy] = jvp(spread(f), ...halves(inputs))
      return jvp(spread(g), y, dy)[1]
    }
    const reverse: TensorMap = (inputs) => {
      const [y, pullF] = vjp(spread(f), inputs.slice(0, primals.length))
      return pullF(vjp(spread(g), y)[1](inputs.slice(primals.length)))
    }
    return [
      ...disagreement('Dg D f', forward, tangentMap(whole), [...primals, ...tangents], weights),
      ...disagreement("D'f D'g", reverse, cotangentMap(whole, primals.length), [...primals, ...weights], tangents),
    ]
  })

/** The law that a derivative of combined maps is that combination of derivatives, in both modes. */
const combination = (
  name: string,
  statement: string,
  whole: TensorMap,
  parts: (jvpOf: (map: TensorMap) => Tensors, inputs: Tensors) => Tensors,
): Law<At> =>
  law(name, statement, (primals, tangents, weights) => {
    const forward: TensorMap = (inputs) => {
      const [x, v] = halves(inputs)
      return parts((map) => jvp(spread(map), x, v)[1], x)
    }
    const at = [...primals, ...tangents]
    const scalar: TensorMap = (inputs) => grad(weighted(whole, weights), allOf(inputs))(...inputs)
    const slope: TensorMap = (inputs) => {
      const gradient = scalar(halves(inputs)[0])
      return [innerProduct(gradient, halves(inputs)[1])]
    }
    const expected: TensorMap = (inputs) => [weighted(forward, weights)(...inputs)]
    return [
      ...disagreement('the pushforward', tangentMap(whole), forward, at, weights),
      ...disagreement('the gradient along the direction', slope, expected, at, [tensor(1)]),
    ]
  })

/**
 * Differentiation is linear: D(2 f - 3 g) = 2 Df - 3 Dg.
 *
 * @example
 * ```ts
 * import { exp, mul, tensor } from 'cotangent'
 * import { calculus } from 'cotangent/laws'
 *
 * calculus.linearity(([x]) => [mul(x, x)], ([x]) => [exp(x)]).holds([tensor(1)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const linearity = (f: TensorMap, g: TensorMap): Law<At> => {
  const combined = (a: Tensors, b: Tensors): Tensors => zip(a, b, (one, other) => sub(mul(2, one), mul(3, other)))
  return combination(
    'linearity',
    'D(2 f - 3 g) = 2 Df - 3 Dg',
    (inputs) => combined(f(inputs), g(inputs)),
    (pushed) => combined(pushed(f), pushed(g)),
  )
}

/**
 * The product rule: D(f g) = Df g + f Dg, element by element.
 *
 * @example
 * ```ts
 * import { exp, mul, tensor } from 'cotangent'
 * import { calculus } from 'cotangent/laws'
 *
 * calculus.productRule(([x]) => [mul(x, x)], ([x]) => [exp(x)]).holds([tensor(1)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const productRule = (f: TensorMap, g: TensorMap): Law<At> =>
  combination(
    'product rule',
    'D(f g) = Df g + f Dg',
    (inputs) => zip(f(inputs), g(inputs), mul),
    (pushed, x) => zip(zip(pushed(f), g(x), mul), zip(f(x), pushed(g), mul), add),
  )
