import type { Builder, Template, Value } from './builder.js'
import { between, either, larger, negated, plus, type Range, rising, times } from './range.js'
import { avoiding, fits, unary } from './templates.js'

const zero = between(0, 0)

/** A function that is x far above 0 and goes to 0 far below it, by way of a dip. */
const dipping = (low: number) => (x: Range) => either(between(low, 0), x)

const elu = (x: number): number => (x > 0 ? x : Math.expm1(x))

const clamped = (low: number, high: number) => rising((x) => Math.min(high, Math.max(low, x)))

/** A slope for each element that is negative. */
const sloping: Template = (builder) => {
  const isClear = ({ range: { low, high } }: Value): boolean => low > 0.1 || high < -0.1
  const x = builder.float((value) => builder.flavour !== 'smooth' || isClear(value))
  const slope = x && builder.float(({ type }) => fits(x.type, type))
  if (x === undefined || slope === undefined) return
  builder.straight('prelu', [x, slope], {}, either(x.range, times(x.range, slope.range)))
}

/** The first half of an axis times the sigmoid of the second. */
const gating: Template = (builder) => {
  const x = builder.float(({ type }) => type.shape.some((extent) => extent % 2 === 0))
  if (x === undefined) return
  const even = x.type.shape.map((extent, axis) => (extent % 2 === 0 ? axis : -1)).filter((axis) => axis >= 0)
  builder.straight('glu', [x], { axis: builder.one(even) }, either(x.range, negated(x.range)))
}

/** Activations, clear of their kinks in smooth programs. */
export const activations: readonly Template[] = [
  unary('silu', dipping(-0.3)),
  unary('mish', dipping(-0.4)),
  unary('gelu', dipping(-0.2), [-8, 8], (builder: Builder) => builder.one([{}, { approximate: 'tanh' }])),
  unary('squareplus', (x) => plus(larger(x, zero), between(0, 1))),
  unary(
    'tanhShrink',
    rising((x) => x - Math.tanh(x)),
  ),
  unary(
    'logit',
    rising((p) => Math.log(p / (1 - p))),
    [0.1, 0.9],
  ),
  avoiding('celu', rising(elu), 0),
  avoiding('elu', rising(elu), 0),
  avoiding(
    'selu',
    rising((x) => 1.0507 * (x > 0 ? x : 1.6733 * Math.expm1(x))),
    0,
  ),
  avoiding('softsign', () => between(-1, 1), 0),
  avoiding('relu6', clamped(0, 6), 0, 6),
  avoiding('hardSigmoid', () => between(0, 1), -3, 3),
  avoiding('hardSwish', (x) => either(between(-0.4, 0), x), -3, 3),
  sloping,
  gating,
]

/** Those with kinks where most numbers of programs are. */
export const kinkedActivations: readonly Template[] = [
  avoiding('hardTanh', clamped(-1, 1), -1, 1),
  avoiding('hardShrink', (x) => either(zero, x), -0.5, 0.5),
  avoiding('softShrink', (x) => either(zero, x), -0.5, 0.5),
]
