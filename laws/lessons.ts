import * as cotangent from '../src/index.js'
import {
  allocate,
  type Constant,
  filled,
  fromRowMajor,
  rowMajor,
  type Tensor,
  unitRoundoff,
} from '../src/tensor/index.js'
import { type Law, law, straying } from './law.js'
import { elementsOf, type TensorMap, tangentMap, zerosOf } from './maps.js'
import { roundedInner } from './rounding.js'
import { curvatureMargin, forwardTolerance, lessonTolerance } from './tolerance.js'

/** A function of one tensor of float64 to a scalar, such as a loss. */
export type ScalarFunction = (x: Tensor) => Tensor

/** The public functions that this law is about, their types forgotten. */
const { derivative, grad, numericalGradient } = cotangent as unknown as {
  readonly derivative: (f: ScalarFunction, x: Tensor, options: { readonly epsilon: number }) => Tensor
  readonly grad: (f: ScalarFunction) => (x: Tensor) => Tensor
  readonly numericalGradient: (f: ScalarFunction, x: Tensor, options: { readonly epsilon: number }) => Tensor
}

const one = filled('float64', [], 1)

/** The point with one element moved by some of the step. */
const movedIn = (x: Tensor, element: number, by: number): Constant => {
  const elements = allocate('float64', rowMajor(x as Constant).length)
  elements.set(rowMajor(x as Constant))
  elements[element] += by
  return fromRowMajor('float64', [...x.shape], elements)
}

/** sup|f''| in one element on [x, x + h]: the largest of both ends and the middle, with the margin. */
const curvatureOf = (map: TensorMap, x: Tensor, element: number, step: number): number => {
  const direction = movedIn(zerosOf(x), element, 1)
  const places = [0, step / 2, step].map((by) => movedIn(x, element, by))
  const second = tangentMap(tangentMap(map))
  const found = places.flatMap((place) => elementsOf(second([place, direction, direction, zerosOf(x)])))
  return curvatureMargin * Math.max(...found.map(Math.abs))
}

/**
 * The law of the lessons' own derivative: for a function of one number, the forward difference with step h is the
 * derivative, to h/2 sup|f''| + 4 u sup|f| / h on [x, x + h]. No kink may lie there. Best with steps and points whose
 * sum is exact.
 *
 * @example
 * ```ts
 * import { tanh } from 'cotangent'
 * import { lesson } from 'cotangent/laws'
 *
 * lesson.slope(tanh).holds(0.5, 2 ** -20) // => true
 * ```
 */
export const slope = (f: ScalarFunction): Law<readonly [x: number, step: number]> =>
  law('slope', "(f(x + h) - f(x)) / h = f'(x)", (x, step) => {
    const point = filled('float64', [], x)
    const [analytic] = elementsOf([grad(f)(point)])
    const [numeric] = elementsOf([derivative(f, point, { epsilon: step })])
    const size = Math.max(...elementsOf([f(point), f(movedIn(point, 0, step))]).map(Math.abs))
    const curvature = curvatureOf(([input]) => [f(input)], point, 0, step)
    const tolerance = lessonTolerance({ step, curvature, size, roundoff: unitRoundoff('float64') })
    return straying("f'(x)", analytic, numeric, tolerance)
  })

/**
 * The same for every element of a function of many: the gradient is the lessons' numerical gradient, to the tolerance
 * that follows from the arithmetic of the function (`forwardTolerance`).
 *
 * @example
 * ```ts
 * import { softmaxCrossEntropy, tensor, type Tensor } from 'cotangent'
 * import { lesson } from 'cotangent/laws'
 *
 * const loss = (logits: Tensor) => softmaxCrossEntropy(logits, [2, 0])
 * lesson.gradient(loss).holds(tensor([[1, 2, 3], [0, 0, 1]]), 1e-6) // => true
 * ```
 */
export const gradient = (f: ScalarFunction): Law<readonly [x: Tensor, step: number]> =>
  law('gradient', '(f(x + h e_i) - f(x)) / h = df/dx_i', (x, step) => {
    const map: TensorMap = ([input]) => [f(input)]
    const roundoff = unitRoundoff('float64')
    const analytic = elementsOf([grad(f)(x)])
    const numeric = elementsOf([numericalGradient(f, x, { epsilon: step })])
    const here = roundedInner(map, [x], [one]).noise
    return analytic.flatMap((found, element) => {
      const direction = movedIn(zerosOf(x), element, 1)
      const there = roundedInner(map, [movedIn(x, element, step)], [one]).noise
      const slopeNoise = roundedInner(tangentMap(map), [x, direction], [one]).noise
      // The step that is really taken is off by the rounding of x + h.
      const displacement = (Math.abs(found) * roundoff * Math.abs(elementsOf([x])[element])) / step
      const tolerance = forwardTolerance({
        step,
        curvature: curvatureOf(map, x, element, step),
        noise: here + there,
        slopeNoise: slopeNoise + displacement,
      })
      return straying(`element ${element} of the gradient`, found, numeric[element], tolerance)
    })
  })
