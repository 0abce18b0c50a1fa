import * as cotangent from 'cotangent'
import * as data from 'cotangent/data'
import * as nn from 'cotangent/nn'
import * as optim from 'cotangent/optim'
import * as random from 'cotangent/random'
import { describe, expect, it } from 'vitest'

// Calls as they come from JavaScript, where no compiler refuses them.
type Call = (...args: readonly unknown[]) => unknown
type Loose = Readonly<Record<string, Call>>
const c = cotangent as unknown as Loose
const layers = nn as unknown as Loose
const o = optim as unknown as Loose

const x = cotangent.tensor([1, 2])
const square = (t: unknown) => c.sum(c.square(t))

describe('what stands in place of options and is no record is not overlooked', () => {
  const calls: Readonly<Record<string, (options: unknown) => unknown>> = {
    tensor: (options) => c.tensor([1], options),
    fromTypedArray: (options) => c.fromTypedArray(new Float64Array(1), [1], options),
    zeros: (options) => c.zeros([1], options),
    ones: (options) => c.ones([1], options),
    full: (options) => c.full([1], 2, options),
    linspace: (options) => c.linspace(0, 1, 3, options),
    concatenate: (options) => c.concatenate([x, x], options),
    stack: (options) => c.stack([x, x], options),
    scan: (options) => c.scan((a: unknown, b: unknown) => [c.add(a, b), null], c.tensor(0), x, options),
    iterate: (options) => c.iterate((a: unknown) => a, 2, x, options),
    whileLoop: (options) =>
      c.whileLoop(
        (a: unknown) => c.less(a, 3),
        (a: unknown) => c.add(a, 1),
        c.tensor(0),
        options,
      ),
    grad: (options) => c.grad(square, options),
    valueAndGrad: (options) => c.valueAndGrad(square, options),
    jacfwd: (options) => c.jacfwd(square, options),
    jacrev: (options) => c.jacrev(square, options),
    hessian: (options) => c.hessian(square, options),
    hessianDiagonal: (options) => c.hessianDiagonal(square, options),
    vmap: (options) => c.vmap(square, options),
    jit: (options) => c.jit(square, options),
    customJvp: (options) => c.customJvp(square, square, options),
    getTensorRing: (options) => c.getTensorRing([1], options),
    numericalGradient: (options) => c.numericalGradient(square, x, options),
    dense: (options) => layers.dense(2, 3, options),
    embedding: (options) => layers.embedding(2, 3, options),
    conv2d: (options) => layers.conv2d([1, 4, 4], 2, 3, options),
    layerNorm: (options) => layers.layerNorm(2, options),
    lstm: (options) => layers.lstm(2, 3, options),
    adamw: (options) => o.adamw(0.1, options),
    rmsprop: (options) => o.rmsprop(0.1, options),
    lbfgs: (options) => o.lbfgs(square, options),
  }
  it.each(Object.entries(calls))('%s', (_, call) => {
    for (const options of ['float32', 1, null, true])
      expect(() => call(options)).toThrow(/the options are .*, not a record. Name each option/)
    expect(() => call({})).not.toThrow()
  })

  it('and map may hand more than one argument over', () => {
    expect([[1, 2], [3]].map(c.tensor).map(String)).toEqual(['[1. 2.]', '[3.]'])
  })
})

describe('what is no function, no model, no optimizer and no sequence is named where it is given', () => {
  const dense = layers.dense(2, 3) as { readonly apply: (params: unknown) => Call }
  const params = { weights: c.ones([2, 3]), bias: c.zeros([3]) }
  const step = o.trainStep((p: unknown) => c.square(p), o.sgd(0.1))
  const state = { params: c.tensor(1), opt: (o.sgd(0.1) as optim.Optimizer).init(cotangent.tensor(1)) }
  it.each<[string, () => unknown, RegExp]>([
    ['cond', () => c.cond(true, undefined, square, x), /cond: undefined is no function/],
    ['scan', () => c.scan(null, x, x), /scan: null is no function/],
    ['iterate', () => c.iterate(3, 3, x), /iterate: 3 is no function/],
    ['whileLoop', () => c.whileLoop(square, 'x', x), /whileLoop: string is no function/],
    ['makeGraph', () => c.makeGraph(x), /makeGraph: Constant is no function/],
    ['customVjp', () => c.customVjp(square, undefined, square), /customVjp: undefined is no function/],
    ['derivative', () => c.derivative(3, 2), /derivative: 3 is no function/],
    ['a number', () => c.derivative(() => 3, 2), /derivative: the function returns 3, which is no tensor/],
    ['async', () => (c.grad(async (t: unknown) => t) as Call)(x), /is not asynchronous: await what it needs/],
    [
      'sequential',
      () => layers.sequential(layers.dense(2, 3), cotangent.flatten),
      /argument 1 \(function\) is no model/,
    ],
    ['not called', () => layers.residual(nn.dense), /residual: what is given \(function\) is no model. Call what/],
    ['andThen', () => layers.andThen(layers.dense(2, 3), {}), /andThen: argument 1 \(Object\) is no model/],
    ['parallel', () => layers.parallel({ a: x }), /parallel: what is given \(Constant\) is no model/],
    ['activation', () => layers.activation('relu'), /activation: string is no function/],
    ['an array', () => dense.apply(params)([[1, 2]]), /dense: the input \(Array\) is no tensor/],
    ['trainStep', () => o.trainStep(square, optim.adam), /the optimizer \(function\) is none. Call what makes one/],
    ['masked', () => o.masked(optim.adam, true), /masked: the optimizer \(function\) is none/],
    ['a state', () => [...(o.fit(step, undefined, [x]) as Iterable<unknown>)], /the state is undefined, not a record/],
    ['batches', () => o.fit(step, state, function* () {}), /fit: the batches \(function\) cannot be gone over/],
    ['lastOf', () => o.lastOf(undefined), /lastOf: the states \(undefined\) cannot be gone over/],
    ['boundaries', () => o.piecewiseSchedule([1, 2], { 3: 1 }), /the boundaries are Object, not a list/],
    ['labels', () => layers.confusionMatrix(3, 4), /the labels are 3, neither a tensor nor an array/],
  ])('%s', (_, call, said) => {
    expect(call).toThrow(said)
    expect(call).toThrow(cotangent.CotangentError)
  })
})

describe('what has no end', () => {
  const inItself: unknown[] = []
  inItself.push(inItself)
  const twice: unknown[] = []
  twice.push(twice, twice)

  it('is no tensor, and no message', () => {
    for (const each of [inItself, twice]) {
      expect(() => c.tensor(each)).toThrow(/nested more than 1000 deep, or holds itself/)
      expect(() => c.zeros(each)).toThrow(cotangent.CotangentError)
    }
  })

  it('is no draw from a state that went through JSON', () => {
    const broken = JSON.parse(JSON.stringify(random.seed(0)))
    expect(() => random.standardNormal([2])(broken)).toThrow(/the state is Object, and not as a draw gives it/)
    for (const wrong of [{ position: 625 }, { position: Number.NaN }, { words: new Uint32Array(3) }])
      expect(() => random.standardNormal([2])({ ...random.seed(0), ...wrong })).toThrow(cotangent.ArgumentError)
  })
})

describe("JavaScript's operators", () => {
  const compared = (a: unknown, b: unknown): boolean => (a as number) > (b as number)

  it('compare scalars as numbers', () => {
    expect(compared(c.tensor(10), c.tensor(9))).toBe(true)
    expect(Math.sqrt(c.tensor(4) as number)).toBe(2)
    expect(`loss ${c.tensor(0.5)}`).toBe('loss 0.5')
    expect(`loss ${x}`).toBe('loss [1. 2.]')
  })

  it('refuse what is no number, or not yet', () => {
    expect(() => compared(x, 0)).toThrow(/operator: JavaScript's operators and Math take numbers/)
    const branching = (t: unknown) => (compared(t, 0) ? t : c.neg(t))
    for (const transform of [c.jit, c.grad, c.vmap])
      expect(() => (transform(branching) as Call)(transform === c.vmap ? x : c.tensor(1))).toThrow(
        cotangent.ArgumentError,
      )
  })
})

describe('JSON', () => {
  it('keeps what a tree is, but for the sign of a zero', () => {
    const tree = {
      a: cotangent.tensor([
        [1.5, Number.NaN],
        [Number.NEGATIVE_INFINITY, 0.1],
      ]),
      b: [cotangent.tensor([1, -2], { dtype: 'int32' }), cotangent.tensor([true, false])],
      c: cotangent.zeros([0, 3], { dtype: 'float32' }),
      d: cotangent.tensor(0.1, { dtype: 'float32' }),
    }
    const text = JSON.stringify(tree)
    expect(text).toBe(data.encodeJsonTree(tree))
    expect(data.decodeJsonTree(text)).toEqual({ _tag: 'Right', right: tree })
    expect(JSON.stringify(cotangent.tensor(-0))).toBe('{"dtype":"float64","shape":[],"data":[0]}')
  })

  it('has the value of an expression that has one, and the error of one that has none', () => {
    const texts: string[] = []
    const kept = c.grad((t: unknown) => {
      texts.push(JSON.stringify(c.square(t)))
      return c.square(t)
    }) as Call
    kept(c.tensor(3))
    expect(texts).toEqual(['{"dtype":"float64","shape":[],"data":[9]}'])
    expect(() => (c.jit((t: unknown) => JSON.stringify(t)) as Call)(x)).toThrow(cotangent.NotConcrete)
  })
})

it('a tensor does not pass for a record', () => {
  expect(Object.prototype.toString.call(x)).toBe('[object Tensor]')
})
