import { traceBound } from '../src/graph/index.js'
import type { Tensor } from '../src/tensor/index.js'
import { disagreement, unlike } from './agreement.js'
import type { At } from './derivative.js'
import { unequal, unequalTypes } from './equality.js'
import { type Law, law } from './law.js'
import {
  allOf,
  type Blocks,
  halves,
  innerProduct,
  operations,
  spread,
  type Tensors,
  transforms,
  weighted,
  zip,
} from './lists.js'
import { cotangentMap, explicit, type TensorMap, tangentMap } from './maps.js'
import { keepingEvery } from './segments.js'
import { behind, leftBy, type SweepOf } from './sweeps.js'
import { unrolled } from './unroll.js'

const {
  checkpoint,
  grad,
  hessian,
  hessianDiagonal,
  hvp,
  jacfwd,
  jacrev,
  jvp,
  linearize,
  reverseSweep,
  valueAndGrad,
  vjp,
} = transforms
const { add, astype, diagonal, mul, ones, reshape, sum, transpose } = operations

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
    const blocks = by(jacfwd)(primals)
    const types = unequalTypes('block of jacrev', by(jacrev)(primals), blocks)
    if (types.length > 0) return types
    return [
      ...disagreement('jacrev', by(jacrev), by(jacfwd), primals, unlike(blocks)),
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
    const reverseOverReverse = gradientOf((x, v) => innerProduct(grad(f, allOf(x))(...x), v))
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
 * The diagonal of the Hessian is that of the whole Hessian, and where it is said to be all of it, the product with ones: to
 * the bit; of the function <u, f(x)>.
 *
 * @example
 * ```ts
 * import { exp, mul, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.diagonality(([x, y]) => [mul(x, exp(y))]).holds([tensor([1, 2]), tensor([3, 4])], [tensor(1)]) // => true
 * ```
 */
export const diagonality = (map: TensorMap): Law<readonly [primals: Tensors, weights: Tensors]> =>
  law('diagonality', 'hessianDiagonal = diag(H), or H 1', (primals, weights) => {
    const f = weighted(map, weights)
    const blocks = hessian(f, allOf(primals))(...primals)
    const diagonals = primals.map(({ shape }, index) => {
      const size = shape.reduce((product, extent) => product * extent, 1)
      return reshape(diagonal(reshape(blocks[index][index], [size, size])), shape)
    })
    const all = primals.map(({ shape, dtype }) => ones(shape, { dtype }))
    return [
      ...unequal('diagonal', hessianDiagonal(f, allOf(primals))(...primals), diagonals),
      ...unequal(
        'product with ones',
        hessianDiagonal(f, { ...allOf(primals), isDiagonal: true })(...primals),
        hvp(f, primals, all),
      ),
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

/**
 * Loops that keep their carries before every so many steps only, for reverse mode, are the same functions, and their
 * derivatives in both modes are the same, to the bit.
 *
 * @example
 * ```ts
 * import { exp, iterate, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.keeping(([x]) => [iterate(exp, 3, x)], 2).holds([tensor(0.5)], [tensor(3)], [tensor(5)]) // => true
 * ```
 */
export const keeping = (map: TensorMap, every: number): Law<At> =>
  law('keeping', `carries kept before every ${every} steps change nothing`, (primals, tangents, weights) => {
    const segments: TensorMap = (inputs) => keepingEvery(every, traceBound('laws', map, inputs), inputs)
    const [pulled, pushed] = [cotangentMap, tangentMap]
    const backward = [...primals, ...weights]
    const forward = [...primals, ...tangents]
    return [
      ...unequal('value', segments(primals), map(primals)),
      ...unequal('pullback', pulled(segments, primals.length)(backward), pulled(map, primals.length)(backward)),
      ...unequal('pushforward', pushed(segments)(forward), pushed(map)(forward)),
    ]
  })

/**
 * A reverse sweep shows the gradient come about: it ends at the gradient; what comes back to each intermediate value is the
 * gradient of the rest of the function by it; and the last sum that its users leave is what it hands on. All to the bit. A
 * sweep is an argument, so that a wrong one can be tried as well.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { transform } from 'cotangent/laws'
 *
 * transform.sweeping(([x]) => [exp(x)]).holds([tensor(1)], [tensor(5)]) // => true
 * ```
 */
export const sweeping = (
  map: TensorMap,
  sweepOf: SweepOf = reverseSweep,
): Law<readonly [primals: Tensors, weights: Tensors]> =>
  law('sweeping', 'the cotangent of a value is the gradient of the rest by it', (primals, weights) => {
    const f = weighted(map, weights)
    const sweep = sweepOf(f, allOf(primals))(...primals)
    const { graph, values, cotangents } = sweep
    const [value, gradient] = valueAndGrad(f, allOf(primals))(...primals)
    const left = leftBy(sweep)
    const known = (tensor: Tensor): Tensor => values.get(tensor) as Tensor
    return [
      ...unequal('value', [known(graph.outputs[0])], [value]),
      ...unequal(
        'cotangent of input',
        graph.inputs.map((input, index) => explicit(cotangents.get(input), primals[index])),
        gradient,
      ),
      ...[...cotangents].flatMap(([tensor, cotangent]) => [
        ...unequal('cotangent', [cotangent], [behind(sweep, primals, tensor, known(tensor))]),
        ...(left.has(tensor) ? unequal('sum', [left.get(tensor) as Tensor], [cotangent]) : []),
      ]),
    ]
  })
