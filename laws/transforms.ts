import { traceBound } from '../src/graph/index.js'
import * as cotangent from '../src/index.js'
import type { Tensor } from '../src/tensor/index.js'
import { disagreement, unlike } from './agreement.js'
import type { At } from './derivative.js'
import { unequal } from './equality.js'
import { type Law, law } from './law.js'
import { allOf, type Blocks, type ListFunction, type Tensors, transforms } from './lists.js'
import { cotangentMap, type TensorMap, tangentMap } from './maps.js'
import { unrolled } from './unroll.js'

const { checkpoint, grad, hessian, hvp, jacfwd, jacrev, jvp, linearize, valueAndGrad, vjp } = transforms

/** The operations that laws combine maps with, their types forgotten. */
const { add, astype, mul, sub, sum, tensor, transpose } = cotangent as unknown as Readonly<
  Record<string, (...args: readonly unknown[]) => Tensor>
>

/** A map as a function of arguments, which the public transforms take. */
const spread =
  (map: TensorMap): ListFunction =>
  (...inputs) =>
    map(inputs)

/** The inner product of weights and what a map gives: a function to a scalar of float64. */
const weighted =
  (map: TensorMap, weights: Tensors) =>
  (...inputs: Tensors): Tensor =>
    map(inputs)
      .map((output, index) => astype(sum(mul(weights[index], output)), 'float64'))
      .reduce((total, term) => add(total, term), tensor(0))

const zip = (a: Tensors, b: Tensors, of: (a: Tensor, b: Tensor) => Tensor): Tensors =>
  a.map((one, index) => of(one, b[index]))

/** Points first, then as many tangents. */
const halves = (inputs: Tensors): readonly [Tensors, Tensors] => [
  inputs.slice(0, inputs.length / 2),
  inputs.slice(inputs.length / 2),
]

/**
 * The derivative of the identity is the identity: in forward mode of tangents, in reverse mode of cotangents, to the bit.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.identity.holds([tensor(2)], [tensor(3)], [tensor(5)]) // => true
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
 * import { transform } from 'cotangent/laws'
 *
 * const chain = transform.functoriality(([x]) => [mul(x, x)], ([y]) => [exp(y)])
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
      return [zip(gradient, halves(inputs)[1], (d, v) => astype(sum(mul(d, v)), 'float64')).reduce(add)]
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
 * import { transform } from 'cotangent/laws'
 *
 * transform.linearity(([x]) => [mul(x, x)], ([x]) => [exp(x)]).holds([tensor(1)], [tensor(3)], [tensor(5)]) // => true
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
 * import { transform } from 'cotangent/laws'
 *
 * transform.productRule(([x]) => [mul(x, x)], ([x]) => [exp(x)]).holds([tensor(1)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const productRule = (f: TensorMap, g: TensorMap): Law<At> =>
  combination(
    'product rule',
    'D(f g) = Df g + f Dg',
    (inputs) => zip(f(inputs), g(inputs), mul),
    (pushed, x) => zip(zip(pushed(f), g(x), mul), zip(f(x), pushed(g), mul), add),
  )

/**
 * Jacobians by forward and by reverse mode are the same, and applied to a tangent they are its pushforward.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.jacobian(([x]) => [exp(x)]).holds([tensor([0, 1])], [tensor([1, 2])], [tensor([2, 1])]) // => true
 * ```
 */
export const jacobian = (map: TensorMap): Law<At> =>
  law('jacobian', 'jacfwd = jacrev, and jacfwd . v = J v', (primals, tangents, weights) => {
    const by =
      (transform: typeof jacfwd): TensorMap =>
      (inputs) =>
        transform(
          spread(map),
          allOf(inputs),
        )(...inputs)
          .flat()
          .map((block) => astype(block, 'float64'))
    const applied: TensorMap = (inputs) => {
      const [x, v] = halves(inputs)
      const blocks = jacfwd(spread(map), allOf(x))(...x)
      return blocks.map((row, which) =>
        zip(row, v, (block, tangent) => {
          const axes = [...tangent.shape.keys()].map((axis) => axis + weights[which].shape.length)
          const product = mul(block, astype(tangent, block.dtype))
          return axes.length === 0 ? product : sum(product, { axis: axes })
        }).reduce(add),
      )
    }
    const entries = unlike(by(jacfwd)(primals))
    return [
      ...disagreement('jacrev', by(jacrev), by(jacfwd), primals, entries),
      ...disagreement('jacfwd . v', applied, tangentMap(map), [...primals, ...tangents], weights),
    ]
  })

const flipped = (blocks: Blocks, primals: Tensors): Tensors =>
  blocks.flatMap((row, i) =>
    row.map((_, j) => {
      const block = blocks[j][i]
      const rank = primals[j].shape.length
      const axes = [...block.shape.keys()]
      return transpose(block, [...axes.slice(rank), ...axes.slice(0, rank)])
    }),
  )

/**
 * Hessians are symmetric, and their product with a tangent is the same by forward over reverse, reverse over forward and
 * reverse over reverse mode; of the function <u, f(x)>.
 *
 * @example
 * ```ts
 * import { exp, mul, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.symmetry(([x, y]) => [mul(x, exp(y))]).holds([tensor(1), tensor(2)], [tensor(1), tensor(1)], [tensor(1)]) // => true
 * ```
 */
export const symmetry = (map: TensorMap): Law<At> =>
  law('symmetry', "H = H', and H v by every nesting of modes", (primals, tangents, weights) => {
    const f = weighted(map, weights)
    const h = (inputs: Tensors): Blocks => hessian(f, allOf(inputs))(...inputs)
    const at = [...primals, ...tangents]
    const forwardOverReverse: TensorMap = (inputs) => hvp(f, ...halves(inputs))
    const gradientOf = (slope: (x: Tensors, v: Tensors) => Tensor): TensorMap => {
      return (inputs) => {
        const [x, v] = halves(inputs)
        return grad((...point) => slope(point, v), allOf(x))(...x)
      }
    }
    const reverseOverForward = gradientOf((x, v) => jvp((...inputs) => [f(...inputs)], x, v)[1][0])
    const reverseOverReverse = gradientOf((x, v) =>
      zip(grad(f, allOf(x))(...x), v, (d, tangent) => astype(sum(mul(d, tangent)), 'float64')).reduce(add),
    )
    const blocks = unlike(h(primals).flat())
    const directions = unlike(primals)
    return [
      ...disagreement(
        "H'",
        (inputs) => flipped(h(inputs), inputs),
        (inputs) => h(inputs).flat(),
        primals,
        blocks,
      ),
      ...disagreement('H v by reverse over forward', reverseOverForward, forwardOverReverse, at, directions),
      ...disagreement('H v by reverse over reverse', reverseOverReverse, forwardOverReverse, at, directions),
    ]
  })

/**
 * A transform leaves the value as it is, to the bit, and the linearized function is the pushforward.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.invisibility(([x]) => [exp(x)]).holds([tensor(1)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const invisibility = (map: TensorMap): Law<At> =>
  law('invisibility', 'the primal of every transform is f(x)', (primals, tangents, weights) => {
    const f = spread(map)
    const value = f(...primals)
    const scalar = weighted(map, weights)
    const [byJvp, pushed] = jvp(f, primals, tangents)
    const [byVjp, pullback] = vjp(f, primals)
    const [byLinearize, linear] = linearize(f, primals)
    const gradient = grad(scalar, allOf(primals))
    return [
      ...unequal('value by jvp', byJvp, value),
      ...unequal('value by vjp', byVjp, value),
      ...unequal('value by linearize', byLinearize, value),
      ...unequal('value under checkpoint', checkpoint(f)(...primals), value),
      ...unequal('value by valueAndGrad', [valueAndGrad(scalar, allOf(primals))(...primals)[0]], [scalar(...primals)]),
      ...unequal('tangent by linearize', linear(...tangents), pushed),
      ...unequal('cotangent under checkpoint', vjp(checkpoint(f), primals)[1](weights), pullback(weights)),
      ...unequal('tangent under checkpoint', jvp(checkpoint(f), primals, tangents)[1], pushed),
      ...unequal('gradient by valueAndGrad', valueAndGrad(scalar, allOf(primals))(...primals)[1], gradient(...primals)),
    ]
  })

/**
 * Control flow means what it unrolls to: loops are folds, branches the chosen one, calls what they call. Values are the
 * same to the bit, and derivatives in both modes are those of the unrolled function.
 *
 * @example
 * ```ts
 * import { exp, iterate, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.unrolling(([x]) => [iterate(exp, 3, x)]).holds([tensor(0.5)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const unrolling = (map: TensorMap): Law<At> =>
  law('unrolling', 'loops are folds, branches are the chosen one', (primals, tangents, weights) => {
    const steps: TensorMap = (inputs) => unrolled(traceBound('laws', map, inputs), inputs)
    return [
      ...unequal('value unrolled', steps(primals), map(primals)),
      ...disagreement('the pushforward', tangentMap(map), tangentMap(steps), [...primals, ...tangents], weights),
      ...disagreement(
        'the pullback',
        cotangentMap(map, primals.length),
        cotangentMap(steps, primals.length),
        [...primals, ...weights],
        tangents,
      ),
    ]
  })
