import { applyOne, noAttributes, primitives } from '../src/graph/index.js'
import { filled, type Tensor, unitRoundoff } from '../src/tensor/index.js'
import { unequal } from './equality.js'
import { type Law, law, straying } from './law.js'
import { cotangentMap, inner, type TensorMap, tangentMap, zerosOf } from './maps.js'
import { roundedInner } from './rounding.js'
import { centralSteps, centralTolerance, forwardSteps, forwardTolerance, roundingTolerance } from './tolerance.js'

/** A point of a map, a direction in which to leave it, and the weights of the results that are looked at. */
export type At = readonly [primals: readonly Tensor[], tangents: readonly Tensor[], weights: readonly Tensor[]]

/** The dtype of the fewest digits among tensors. */
const coarsest = (tensors: readonly Tensor[]): 'float64' | 'float32' =>
  tensors.some(({ dtype }) => dtype === 'float32') ? 'float32' : 'float64'

const scaled = (x: Tensor, factor: number): Tensor =>
  applyOne(primitives.mul, noAttributes, x, filled(x.dtype, x.shape, factor))

/** x + t v. */
const moved = (primals: readonly Tensor[], tangents: readonly Tensor[], t: number): readonly Tensor[] =>
  primals.map((primal, index) => applyOne(primitives.add, noAttributes, primal, scaled(tangents[index], t)))

/** (b - a) / t, the direction that was really taken where b is a moved by t and rounded; exact but for tiny elements. */
const between = (a: readonly Tensor[], b: readonly Tensor[], t: number): readonly Tensor[] =>
  a.map((from, index) => scaled(applyOne(primitives.sub, noAttributes, b[index], from), 1 / t))

/** The inner product of the weights with the second derivative along a direction. */
const curvatureAt = (
  map: TensorMap,
  primals: readonly Tensor[],
  direction: readonly Tensor[],
  weights: readonly Tensor[],
): number => {
  const still = direction.map(zerosOf)
  return inner(weights, tangentMap(tangentMap(map))([...primals, ...direction, ...direction, ...still])).value
}

/** The derivative along a direction, and what rounding may make of it. */
const slopeAt = (
  map: TensorMap,
  primals: readonly Tensor[],
  direction: readonly Tensor[],
  weights: readonly Tensor[],
) => roundedInner(tangentMap(map), [...primals, ...direction], weights)

/**
 * A function's forward difference along a direction is its derivative in forward mode, to the tolerance
 * `forwardTolerance`; no kink may lie within the step, 2^-26 of the tangents for float64 and 2^-12 for float32.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { derivative } from 'cotangent/laws'
 *
 * derivative.forwardDifference(([x]) => [exp(x)]).holds([tensor(1)], [tensor(1)], [tensor(1)]) // => true
 * ```
 */
export const forwardDifference = (map: TensorMap): Law<At> =>
  law('forward difference', '(f(x + h v) - f(x)) / h = J(x) v', (primals, tangents, weights) => {
    const dtype = coarsest([...primals, ...weights])
    const step = forwardSteps[dtype]
    const end = moved(primals, tangents, step)
    const direction = between(primals, end, step)
    const [here, there] = [primals, end].map((point) => roundedInner(map, point, weights, direction))
    const slope = slopeAt(map, primals, direction, weights)
    const places = [primals, moved(primals, direction, step / 2), end]
    const curvature = Math.max(...places.map((place) => Math.abs(curvatureAt(map, place, direction, weights))))
    const tolerance = forwardTolerance({
      step,
      curvature,
      noise: here.noise + there.noise,
      slopeNoise: slope.noise + here.slack * unitRoundoff(dtype),
    })
    return straying('the derivative along the direction', slope.value, (there.value - here.value) / step, tolerance)
  })

/**
 * A function's central difference along a direction is its derivative in forward mode, to the tolerance
 * `centralTolerance`; no kink may lie within the step, 2^-18 of the tangents for float64 and 2^-8 for float32.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { derivative } from 'cotangent/laws'
 *
 * derivative.centralDifference(([x]) => [exp(x)]).holds([tensor(1)], [tensor(1)], [tensor(1)]) // => true
 * ```
 */
export const centralDifference = (map: TensorMap): Law<At> =>
  law('central difference', '(f(x + h v) - f(x - h v)) / 2h = J(x) v', (primals, tangents, weights) => {
    const dtype = coarsest([...primals, ...weights])
    const step = centralSteps[dtype]
    const [start, end] = [moved(primals, tangents, -step), moved(primals, tangents, step)]
    const direction = between(start, end, 2 * step)
    const [before, after] = [start, end].map((point) => roundedInner(map, point, weights, direction))
    const slope = slopeAt(map, primals, direction, weights)
    const places = [-1, -0.5, 0, 0.5, 1].map((part) => moved(primals, direction, part * step))
    const curvatures = places.map((place) => curvatureAt(map, place, direction, weights))
    const tolerance = centralTolerance({
      step,
      curvature: Math.max(...curvatures) - Math.min(...curvatures),
      noise: before.noise + after.noise,
      slopeNoise: slope.noise + before.slack * unitRoundoff(dtype),
    })
    return straying(
      'the derivative along the direction',
      slope.value,
      (after.value - before.value) / (2 * step),
      tolerance,
    )
  })

/**
 * Forward and reverse mode are adjoint: <u, J v> = <J' u, v>, to the rounding of both sides. It holds at kinks too,
 * where both must follow the same convention.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { derivative } from 'cotangent/laws'
 *
 * const product = derivative.adjoint(([x, y]) => [mul(x, y)])
 * product.holds([tensor(3), tensor(5)], [tensor(1), tensor(2)], [tensor(1)]) // => true
 * ```
 */
export const adjoint = (map: TensorMap): Law<At> =>
  law('adjoint', "<u, J v> = <J' u, v>", (primals, tangents, weights) => {
    const forward = roundedInner(tangentMap(map), [...primals, ...tangents], weights)
    const reverse = roundedInner(cotangentMap(map, primals.length), [...primals, ...weights], tangents)
    const tolerance = roundingTolerance(forward.noise, reverse.noise)
    return straying("<J' u, v>", reverse.value, forward.value, tolerance)
  })

/**
 * The derivatives themselves, (x, v) -> J(x) v and (x, u) -> J(x)' u, are differentiable maps that obey both laws: so
 * the second derivative is right in forward over forward, reverse over forward, forward over reverse and reverse over
 * reverse mode. `turns` are tangents in which the point moves while v and u grow with themselves.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { derivative } from 'cotangent/laws'
 *
 * derivative.secondOrder(([x]) => [exp(x)]).holds([tensor(1)], [tensor(1)], [tensor(1)], [tensor(2)]) // => true
 * ```
 */
export const secondOrder = (map: TensorMap): Law<readonly [...at: At, turns: readonly Tensor[]]> =>
  law('second order', "both laws hold of (x, v) -> J(x) v and of (x, u) -> J(x)' u", (...at) => {
    const [primals, tangents, weights, turns] = at
    const forward: At = [[...primals, ...tangents], [...turns, ...tangents], weights]
    const reverse: At = [[...primals, ...weights], [...turns, ...weights], tangents]
    const reading = (name: string, law: Law<At>, at: At) =>
      law.violations(...at).map((violation) => ({ ...violation, what: `of ${name}: ${violation.what}` }))
    const pushforward = tangentMap(map)
    const pullback = cotangentMap(map, primals.length)
    return [
      ...reading('the pushforward', forwardDifference(pushforward), forward),
      ...reading('the pushforward', adjoint(pushforward), forward),
      ...reading('the pullback', forwardDifference(pullback), reverse),
      ...reading('the pullback', adjoint(pullback), reverse),
    ]
  })

/**
 * Derivatives are linear, to the bit where a factor of 2 rounds nothing: J (2 v) = 2 J v and J' (2 u) = 2 J' u.
 *
 * @example
 * ```ts
 * import { exp, tensor } from 'cotangent'
 * import { derivative } from 'cotangent/laws'
 *
 * derivative.homogeneity(([x]) => [exp(x)]).holds([tensor(1)], [tensor(1)], [tensor(1)]) // => true
 * ```
 */
export const homogeneity = (map: TensorMap): Law<At> =>
  law('homogeneity', "J (2 v) = 2 J v and J' (2 u) = 2 J' u", (primals, tangents, weights) => {
    const twice = (tensors: readonly Tensor[]): readonly Tensor[] => tensors.map((tensor) => scaled(tensor, 2))
    const pushforward = tangentMap(map)
    const pullback = cotangentMap(map, primals.length)
    return [
      ...unequal(
        'J (2 v)',
        pushforward([...primals, ...twice(tangents)]),
        twice(pushforward([...primals, ...tangents])),
      ),
      ...unequal("J' (2 u)", pullback([...primals, ...twice(weights)]), twice(pullback([...primals, ...weights]))),
    ]
  })
