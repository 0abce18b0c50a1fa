import { jvp } from '../../autodiff/index.js'
import { constantOf } from '../../graph/index.js'
import {
  ArgumentError,
  checkIsOptions,
  type FloatDType,
  fromRowMajor,
  type OptionNames,
  rowMajor,
  ShapeError,
  type Tensor,
} from '../../tensor/index.js'
import { type Figure, type FigureOptions, figure, figureNames, framed, type Spec } from '../figure.js'
import { classColor, hex } from '../theme.js'
import { type Numbers, shown, vectorOf, wholeNumber } from '../values.js'

/** How a function and its tangents are drawn. */
export interface TangentOptions extends FigureOptions {
  /** From where to where the function is drawn: from -2 to 2 unless told. */
  readonly domain?: readonly [number, number]
  /** At how many places the function is taken: 201 unless told. */
  readonly samples?: number
}

const optionNames: OptionNames<TangentOptions> = { ...figureNames, domain: true, samples: true }

type Scalar = Tensor<[], 'float64'>

/** How far a tangent reaches to either side, and what is left free above and below the curve, as shares of the figure. */
const reach = 0.2
const room = 0.1

const operation = 'tangent'

const scalar = (value: number): Scalar => fromRowMajor('float64', [], Float64Array.of(value)) as unknown as Scalar

const numberOf = (value: Tensor): number => {
  const constant = constantOf(operation, value)
  if (constant.shape.length !== 0)
    throw new ShapeError({ operation, operands: [constant], problem: 'the function must give a scalar' })
  return rowMajor(constant)[0]
}

/** A slope or a value in three digits. */
const digits = (value: number): string => String(+value.toPrecision(3)).replace('-', '\u2212')

/** Where a slope is written, beside its point and off its tangent. */
const sides = {
  above: { dy: -12 },
  upperLeft: { dx: -9, dy: -9, align: 'right' },
  upperRight: { dx: 9, dy: -9, align: 'left' },
  lowerLeft: { dx: -9, dy: 10, align: 'right' },
  lowerRight: { dx: 9, dy: 10, align: 'left' },
} as const

/** On the side of its tangent that is towards the middle of the figure. */
const sideOf = (slope: number, isRight: boolean): keyof typeof sides => {
  if (slope === 0) return 'above'
  if (slope > 0) return isRight ? 'upperLeft' : 'lowerRight'
  return isRight ? 'lowerLeft' : 'upperRight'
}

const axis = (field: string, title: string, domain: readonly [number, number]): Spec => ({
  field,
  type: 'quantitative',
  title,
  scale: { domain, nice: false },
})

/** The range of finite values, with some room; of a constant, as much as its size, and one at least. */
const rangeOf = (values: readonly number[]): readonly [number, number] => {
  const finite = values.filter(Number.isFinite)
  const least = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  if (!(least <= most)) return [-1, 1]
  const free = least === most ? Math.max(1, Math.abs(least)) : (most - least) * room
  return [least - free, most + free]
}

/**
 * A scalar function with its tangent at some points, and the slope beside each: the derivative is that of `jvp`, so the
 * figure shows what the library thinks of the function. Where the function is not finite its curve has a gap; a tangent
 * that is not finite is left out. Throws an ArgumentError for an empty domain and for points outside of it, a ShapeError for
 * another function.
 *
 * @example
 * ```ts
 * import { square } from 'cotangent'
 * import { tangent } from 'cotangent/plot'
 *
 * tangent(square, [-1, 0.5], { domain: [-2, 2], title: 'A parabola' }).title // => 'A parabola'
 * ```
 */
export const tangent = (
  f: (x: Scalar) => Tensor<[], FloatDType>,
  points: Numbers,
  options: TangentOptions = {},
): Figure => {
  checkIsOptions('tangent', options, optionNames)
  const { domain = [-2, 2], samples = 201, xLabel = 'x', yLabel = 'f(x)' } = options
  const [from, to] = domain
  if (!(from < to && domain.every(Number.isFinite)))
    throw new ArgumentError({ operation, problem: `the domain from ${from} to ${to} is empty or endless` })
  wholeNumber(operation, 'the number of samples', samples, 2, 100_000)
  const at = (x: number): number => numberOf(f(scalar(x)))
  const curve = Array.from({ length: samples }, (_, index) => {
    const x = from + ((to - from) * index) / (samples - 1)
    return { x, y: at(x) }
  })
  const half = (to - from) * reach
  const touched = vectorOf(operation, 'the points', points)
  const outside = touched.find((x) => x < from || x > to)
  if (outside !== undefined)
    throw new ArgumentError({
      operation,
      problem: `the point ${outside} lies outside of the domain from ${from} to ${to}`,
      remedy: 'Give a { domain } that holds it',
    })
  const tangents = touched.map((x) => {
    const [y, slope] = jvp(f, [scalar(x)], [scalar(1)]).map((each) => numberOf(each as Tensor))
    return { x, y, slope }
  })
  const drawn = tangents.filter(({ x, y, slope }) => [x, y, slope].every(Number.isFinite))
  const range = rangeOf([...curve, ...drawn].map(({ y }) => y))
  const x = axis('x', xLabel, domain)
  const y = axis('y', yLabel, range)
  const red = hex(classColor(1))
  const ends = drawn.map(({ x, y, slope }) => ({
    x: x - half,
    y: y - half * slope,
    x2: x + half,
    y2: y + half * slope,
  }))
  const places = drawn.map(({ x, y, slope }) => ({
    x,
    y,
    text: `slope ${digits(slope)}`,
    side: sideOf(slope, x > (from + to) / 2),
  }))
  return figure({
    ...framed(operation, options, { width: 400, height: 300 }),
    encoding: { x, y },
    layer: [
      {
        data: { values: curve.map(({ x, y }) => ({ x, y: shown(y) })) },
        mark: {
          type: 'line',
          clip: true,
          color: hex(classColor(0)),
          strokeWidth: 2,
          invalid: 'break-paths-show-domains',
        },
      },
      {
        data: { values: ends },
        mark: { type: 'rule', clip: true, color: red, strokeWidth: 1.5 },
        encoding: { x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      { data: { values: places }, mark: { type: 'circle', color: red, size: 50, opacity: 1 } },
      ...[{ stroke: 'white', strokeWidth: 3 }, {}].flatMap((outline) =>
        Object.entries(sides).flatMap(([name, side]) => {
          const values = places.filter((place) => place.side === name)
          const mark = { type: 'text', fontSize: 11, ...side, ...outline }
          return values.length === 0 ? [] : [{ data: { values }, mark, encoding: { text: { field: 'text' } } }]
        }),
      ),
    ],
  })
}
