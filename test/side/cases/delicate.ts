import { type Case, constant, type Expression, e } from '../expression.js'
import { functions, summed, type WithGradient } from './functions.js'

const x = 'x'
const ordinary = [-1.5, 0.25, 0.75, 2]
const f = functions

interface Place {
  readonly at?: readonly number[]
  readonly dtype?: Case['dtype']
}

/** A function with its own gradient. */
const right =
  (group: string) =>
  (name: string, { value, gradient }: WithGradient, { at = ordinary, dtype = 'float64' }: Place = {}): Case => ({
    name,
    group,
    value,
    gradient,
    at,
    dtype,
  })

const plain = right('ordinary')
const vast = right('large scales')
const faint = right('small scales')
const kinked = right('kinks')
const cancelling = right('cancellation')
const rapid = right('rapid change')
const single = right('float32')

const times = (factor: number, of: Expression): Expression => e.mul(factor, of)
const scaled = (factor: number, { value, gradient }: WithGradient): WithGradient => ({
  value: times(factor, value),
  gradient: times(factor, gradient),
})
/** f(factor x). */
const compressed = (factor: number, value: (x: Expression) => Expression, slope: (x: Expression) => Expression) =>
  summed(value(times(factor, x)), times(factor, slope(times(factor, x))))
const raised = (by: number, { value, gradient }: WithGradient): WithGradient => ({ value: e.add(by, value), gradient })
const abs = summed(e.abs(x), e.sign(x))
const relu = summed(e.relu(x), e.sign(e.relu(x)))
const ones = (factor: number): Expression => e.add(factor, times(0, x))
const bell = (x: Expression): Expression => e.exp(e.neg(e.square(x)))
const bellSlope = (x: Expression): Expression => e.mul(times(-2, x), bell(x))
const sigmoidSlope = (x: Expression): Expression => e.mul(e.sigmoid(x), e.sub(1, e.sigmoid(x)))

/** Right gradients of functions whose differences are hard to take, and of some where they are not. */
export const delicate: readonly Case[] = [
  plain('sum of squares', f['sum of squares']),
  plain('weighted softmax', f['weighted softmax']),
  plain('squared matrix product', f['squared matrix product']),
  plain('swish', f.swish),
  plain('weighted cumulative sum', f['weighted cumulative sum']),
  vast('sum of squares at 1e8', f['sum of squares'], { at: [1e8, -2e8, 3e8, 1e9] }),
  vast('log at 1e13', f.log, { at: [1e6, 2e7, 3e9, 1e13] }),
  vast('sum at 1e12', summed(x, ones(1)), { at: [1e12, -3e11, 5e13, 1e15] }),
  vast('1e200 sin', scaled(1e200, f.sin)),
  vast('exp at 100', f.exp, { at: [30, 50, 70, 100] }),
  vast('norm at 1e10', f.norm, { at: [1e10, -2e10, 3e10, 5e10] }),
  faint('1e-200 sin', scaled(1e-200, f.sin)),
  faint('sqrt at 1e-10', f.sqrt, { at: [1e-10, 1e-8, 1e-7, 1] }),
  faint('log at 1e-9', f.log, { at: [1e-9, 1e-7, 1e-6, 1] }),
  faint('1 / x at 1e-5', summed(e.div(1, x), e.neg(e.div(1, e.square(x)))), { at: [1e-5, -1e-4, 1e-3, 1] }),
  faint('norm at 1e-8', f.norm, { at: [1e-8, -2e-8, 3e-8, 5e-8] }),
  faint('a saturated sigmoid', f.sigmoid, { at: [-40, 30, 60, 700] }),
  kinked('abs at 0, slope 0', abs, { at: [0, 1] }),
  kinked('abs at 0, slope 1', { value: abs.value, gradient: ones(1) }, { at: [0, 1] }),
  kinked('relu at 0, slope 0', relu, { at: [0, -1, 1] }),
  kinked('relu at 0, slope 1', { value: relu.value, gradient: ones(1) }, { at: [0, 0, 1] }),
  kinked('leaky relu at 0', summed(e.maximum(x, times(0.01, x)), ones(0.01)), { at: [0, -1] }),
  kinked(
    'max, one of a tie',
    { value: e.max(x), gradient: e.add(times(0, x), constant([1, 0, 0, 0])) },
    { at: [2, 2, 1, 0] },
  ),
  kinked('norm at 0, slope 0', { value: f.norm.value, gradient: times(0, x) }, { at: [0, 0] }),
  kinked('abs at 1e-8', abs, { at: [1e-8, -1e-8, 1] }),
  kinked('relu beside 0', relu, { at: [3e-7, -3e-7, 1] }),
  cancelling('sin, and 1e10', raised(1e10, f.sin)),
  cancelling('sin, and 1e14', raised(1e14, f.sin)),
  cancelling('(x + 1e8) - 1e8', summed(e.sub(e.add(x, 1e8), 1e8), ones(1))),
  cancelling(
    '(exp(x) - 1) / x at 1e-3',
    summed(e.div(e.sub(e.exp(x), 1), x), e.div(e.sub(e.mul(x, e.exp(x)), e.sub(e.exp(x), 1)), e.square(x))),
    { at: [1e-3, -2e-3, 5e-3, 1] },
  ),
  cancelling('x^2 - 1e8 x at 5e7', summed(e.sub(e.square(x), times(1e8, x)), e.sub(times(2, x), 1e8)), {
    at: [5e7, 4e7],
  }),
  rapid('sin 1e5 x', compressed(1e5, e.sin, e.cos)),
  rapid('sigmoid 1e6 x', compressed(1e6, e.sigmoid, sigmoidSlope), { at: [0, 1e-6, -2e-6, 1] }),
  rapid('a bell 1e-5 wide', compressed(1e5, bell, bellSlope), { at: [1e-5, -5e-6, 3e-5] }),
  rapid('a wave as short as the step', compressed(1e6 * Math.PI, e.sin, e.cos), { at: [0, 1e-6] }),
  rapid('a wave of 2^-19', compressed(2 ** 20 * Math.PI, e.sin, e.cos), { at: [0, 1] }),
  single('sum of squares', f['sum of squares'], { dtype: 'float32' }),
  single('exp', f.exp, { dtype: 'float32' }),
  single('tanh', f.tanh, { dtype: 'float32' }),
  single('logsumexp', f.logsumexp, { dtype: 'float32' }),
  single('weighted softmax', f['weighted softmax'], { dtype: 'float32' }),
  single('squared matrix product', f['squared matrix product'], { dtype: 'float32' }),
  single('abs at 0', abs, { at: [0, 1], dtype: 'float32' }),
]
