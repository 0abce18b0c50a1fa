import { abs, constantOf, linspace, log, neg, square, sub } from '../../graph/index.js'
import { ArgumentError, checkIsOptions, rowMajor, type Tensor, written } from '../../tensor/index.js'
import { type Figure, type FigureOptions, figureNames } from '../figure.js'
import { classColor, hex } from '../theme.js'
import { drawLines, type LineStyle } from './lines.js'

/** The losses that can be drawn: two of a residual, three of the probability given to class 1. */
export type LossName = 'absolute' | 'squared' | 'zeroOne' | 'log' | 'crossEntropy'

interface Loss {
  readonly xs: readonly [from: number, to: number, samples: number]
  readonly xLabel: string
  readonly yLabel: string
  readonly curves: { readonly [name: string]: (x: Tensor) => Tensor | readonly number[] }
  readonly styles?: { readonly [name: string]: LineStyle }
}

const numbers = (tensor: Tensor): readonly number[] => Array.from(rowMajor(constantOf('lossCurve', tensor)))

const residual = 'y \u2212 f(x)'
const red = hex(classColor(1))

/** The lessons' samples: of a residual from -2 to 2, of a probability from 0 to 1, of two labels short of both ends. */
const losses: { readonly [N in LossName]: Loss } = {
  absolute: { xs: [-2, 2, 101], xLabel: residual, yLabel: 'absolute loss', curves: { 'absolute loss': abs } },
  squared: { xs: [-2, 2, 101], xLabel: residual, yLabel: 'squared loss', curves: { 'squared loss': square } },
  zeroOne: {
    xs: [0, 1, 100],
    xLabel: 'p, the probability of class 1',
    yLabel: '0\u20131 loss (class 1)',
    // Wrong, and so 1, where class 1 is not the more probable one.
    curves: { '0-1 loss': (p) => numbers(p).map((each) => (each < 0.5 ? 1 : 0)) },
  },
  log: {
    xs: [0, 1, 100],
    xLabel: 'p, the probability of class 1',
    yLabel: 'logistic loss (class 1)',
    curves: { 'logistic loss': (p) => neg(log(p)) },
  },
  crossEntropy: {
    xs: [0.01, 0.99, 101],
    xLabel: 'p, the probability of class 1',
    yLabel: 'cross-entropy',
    curves: { 'y = 1': (p) => neg(log(p)), 'y = 0': (p) => neg(log(sub(1, p))) },
    styles: { 'y = 1': { color: red, dashed: true }, 'y = 0': { color: red } },
  },
}

/**
 * The curve of a loss by its name. `absolute` is |r| and `squared` r^2 of a residual r = y - f(x) from -2 to 2; of the
 * probability p that a model gives to class 1, `zeroOne` is 1 below a half and 0 from there on where the class is 1,
 * `log` is -log p, and `crossEntropy` shows both labels, -log p and -log(1 - p). Throws an ArgumentError for another name.
 *
 * @example
 * ```ts
 * import { beside, lossCurve } from 'cotangent/plot'
 *
 * const regression = beside(lossCurve('absolute'), lossCurve('squared', { title: 'The squared loss' }))
 * Array.isArray(regression.hconcat) // => true
 * ```
 */
export const lossCurve = (name: LossName, options: FigureOptions = {}): Figure => {
  checkIsOptions('lossCurve', options, figureNames)
  if (!Object.hasOwn(losses, name))
    throw new ArgumentError({
      operation: 'lossCurve',
      problem: `there is no loss ${written(name)}`,
      remedy: `There are ${Object.keys(losses).join(', ')}`,
    })
  const { xs, xLabel, yLabel, curves, styles } = losses[name]
  const x = linspace(...xs) as Tensor
  const drawn = Object.entries(curves).map(([curve, f]) => {
    const values = f(x)
    return { name: curve, values: '_tag' in values ? numbers(values) : values }
  })
  const frame = { width: 300, height: 220, xLabel, yLabel }
  return drawLines('lossCurve', drawn, numbers(x), {
    ...frame,
    ...(styles === undefined ? {} : { styles }),
    ...options,
  })
}
