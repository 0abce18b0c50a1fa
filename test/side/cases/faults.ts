import { type Case, constant, type Expression, e } from '../expression.js'
import { functions, matrix, summed, type WithGradient, weights } from './functions.js'

const x = 'x'
const ordinary = [-1.5, 0.25, 0.75, 2]
const positive = [0.3, 0.8, 1.5, 4]

interface Place {
  readonly at?: readonly number[]
  readonly dtype?: Case['dtype']
}

/** A function with a gradient that is not its own. */
const fault =
  (group: string) =>
  (
    name: string,
    { value }: Pick<WithGradient, 'value'>,
    gradient: Expression,
    { at = ordinary, dtype = 'float64' }: Place = {},
  ): Case => ({ name, group, value, gradient, at, dtype })

const gross = fault('gross')
const slight = fault('slight')
const faint = fault('on a small scale')
const vast = fault('on a large scale')
const kinked = fault('at and near kinks')
const single = fault('float32')

const f = functions
const s = e.sigmoid(x)
const p = e.softmax(x)
const times = (factor: number, of: Expression): Expression => e.mul(factor, of)
const scaled = (factor: number, { value, gradient }: WithGradient): WithGradient => ({
  value: times(factor, value),
  gradient: times(factor, gradient),
})
const off = (factor: number, of: WithGradient): Expression => times(factor, of.gradient)

/** The right gradient with one entry changed by a factor. */
const oneOff = (factor: number, { gradient }: WithGradient): Expression => e.mul(constant([1, 1, 1, factor]), gradient)

const tiny = scaled(1e-6, f['sum of squares'])
const tinier = scaled(1e-9, f.sin)
const averaged = scaled(1e-7, f.tanh)
const huge = scaled(1e8, f.sin)
const cubed = summed(e.mul(x, e.square(x)), times(3, e.square(x)))
const slope = (below: number, above: number): Expression =>
  e.sum(e.add(times(below, x), times(above - below, e.relu(x))))
const wave = summed(times(1e-6 / Math.PI, e.sin(times(1e6 * Math.PI, x))), e.cos(times(1e6 * Math.PI, x)))

/** Its period is a power of two, as the steps of many searches are. */
const dyadic = summed(times(2 ** -20 / Math.PI, e.sin(times(2 ** 20 * Math.PI, x))), e.cos(times(2 ** 20 * Math.PI, x)))

/** Wrong gradients, some as wrong as can be, some by little, some where differences are hard to take. */
export const faults: readonly Case[] = [
  gross('half of it', f['sum of squares'], x),
  gross('the sign', f.sin, times(-1, e.cos(x))),
  gross('the sum’s for the mean’s', f['mean of squares'], times(2, x)),
  gross('the slope at the activation', f.sigmoid, e.mul(e.sigmoid(s), e.sub(1, e.sigmoid(s)))),
  gross('the square forgotten', f.tanh, e.sub(1, e.tanh(x))),
  gross('ones', f.exp, e.add(1, times(0, x))),
  gross('one half forgotten', f.sqrt, e.div(1, e.sqrt(x)), { at: positive }),
  gross('the sigmoid of the opposite', f.softplus, e.sigmoid(e.neg(x))),
  gross('a term missing', f.swish, s),
  gross('the square of the norm', f.norm, e.div(x, e.sum(e.square(x)))),
  gross('equal shares', f.logsumexp, e.add(0.25, times(0, x))),
  gross('the diagonal alone', f['weighted softmax'], e.mul(e.mul(weights, p), e.sub(1, p))),
  gross(
    'not transposed',
    f['squared matrix product'],
    times(2, e.matvec(constant(matrix), e.matvec(constant(matrix), x))),
  ),
  gross('not reversed', f['weighted cumulative sum'], e.add(times(0, x), e.cumsum(weights))),
  gross('one of two operands', f['sum of neighbours’ products'], e.reverse(x)),
  gross('all zero', f.exp, times(0, x)),
  slight('1e-3 too large', f.exp, off(1 + 9e-4, f.exp)),
  slight('1e-4 too large', f.sin, off(1 + 1e-4, f.sin)),
  slight('1e-6 too large', f.softplus, off(1 + 1e-6, f.softplus)),
  slight('1e-10 too large', f.sigmoid, off(1 + 1e-10, f.sigmoid)),
  slight('1e-13 too large', f.exp, off(1 + 1e-13, f.exp)),
  slight('one entry 5e-4 too large', f['squared matrix product'], oneOff(1 + 5e-4, f['squared matrix product'])),
  slight('a constant of 5e-6', f.tanh, e.add(5e-6, f.tanh.gradient)),
  slight('1 / (x + 1e-3) for 1 / x', f.log, e.div(1, e.add(x, 1e-3)), { at: [2, 3, 4, 8] }),
  slight('epsilon forgotten', { value: e.sqrt(e.add(1e-4, e.sum(e.square(x)))) }, f.norm.gradient),
  faint('half of it, times 1e-6', tiny, times(0.5, tiny.gradient)),
  faint('the sign, times 1e-9', tinier, off(-1, tinier)),
  faint('all zero, of a mean over 1e7', averaged, times(0, x)),
  faint('all zero, of a saturated sigmoid', f.sigmoid, times(0, x), { at: [15, 18, 20, 25] }),
  faint('the sign, of a tail', summed(e.exp(e.neg(x)), x), e.exp(e.neg(x)), { at: [13, 15, 18, 20] }),
  faint('one entry, of small probability', f.logsumexp, oneOff(3, f.logsumexp), { at: [3, 2, 1, -12] }),
  vast('1e-4 too large, times 1e8', huge, off(1 + 1e-4, huge)),
  vast('9e-4 too large, of cubes', cubed, off(1 + 9e-4, cubed), { at: [1e4, 2e4, -3e4, 4e4] }),
  vast('all zero, at 1e13', f.log, times(0, x), { at: [1e6, 2e7, 3e9, 1e13] }),
  vast('1e-4 too large, beside 1e10', { value: e.add(1e10, f.sin.value) }, off(1 + 1e-4, f.sin)),
  vast('all zero, beside 1e14', { value: e.add(1e14, f.sin.value) }, times(0, x)),
  vast('half of it, at 1e-10', f.sqrt, times(0.5, f.sqrt.gradient), { at: [1e-10, 1e-9, 1e-8, 1] }),
  kinked('1.5, of abs at 0', summed(e.abs(x), e.sign(x)), e.add(1.5, times(0, x)), { at: [0] }),
  kinked('-0.25, of relu at 0', summed(e.relu(x), x), e.add(-0.25, times(0, x)), { at: [0] }),
  kinked('the slope of the other side', summed(e.abs(x), x), e.neg(e.sign(x)), { at: [1e-8, -1e-8] }),
  kinked('what central differences give near a kink', summed(e.relu(x), x), e.add(0.505, times(0, x)), { at: [1e-8] }),
  kinked('the mean of two slopes beside a kink', { value: slope(1, 3) }, e.add(2, times(0, x)), { at: [1e-10] }),
  kinked('zero, of a wave of 2^-19', dyadic, times(0, x), { at: [0, 1] }),
  kinked('zero, of a wave as short as the step', wave, times(0, x), { at: [0, 1e-6] }),
  single('half of it', f['sum of squares'], x, { dtype: 'float32' }),
  single('1 % too large', f.exp, off(1.01, f.exp), { dtype: 'float32' }),
  single('the sign', f.tanh, off(-1, f.tanh), { dtype: 'float32' }),
]
