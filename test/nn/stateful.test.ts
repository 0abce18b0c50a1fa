import {
  add,
  concatenate,
  grad,
  item,
  jit,
  mse,
  relu,
  reshape,
  stack,
  sum,
  type Tensor,
  tanh,
  tensor,
  toArray,
} from 'cotangent'
import { unequal } from 'cotangent/laws'
import {
  type AnyModel,
  activation,
  andThen,
  batchNorm,
  dense,
  dropout,
  each,
  identity,
  named,
  type ParamsOf,
  parallel,
  residual,
  type StateOf,
  sequential,
  summary,
} from 'cotangent/nn'
import { adam, carryingStep, fit } from 'cotangent/optim'
import { foldIn, type Key, key, seed, standardNormal } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { flattenTree } from '../../src/tensor/index.js'

const x = standardNormal([6, 3])(seed(1))[0]
const next = standardNormal([6, 3])(seed(2))[0]

const leaves = (of: unknown): readonly Tensor[] => flattenTree(of)[0]

const same = (found: unknown, wanted: unknown): void =>
  expect(unequal('leaf', leaves(found), leaves(wanted))).toEqual([])

const [a, b] = [batchNorm(3, { momentum: 0.25 }), batchNorm(3)]
const moved = { scale: tensor([1, -2, 0.5]), shift: tensor([0.25, 1, -1]) }

describe('a list of layers with states', () => {
  const net = sequential(a, activation(tanh), dense(3, 3), b)
  const [params] = net.init(seed(3))

  it('has the states of all, and trains each with its own', () => {
    const found = net.apply(params)({ x, state: net.initial })
    const first = a.apply(params[0])({ x, state: a.initial })
    const second = b.apply(params[3])({ x: dense(3, 3).apply(params[2])(tanh(first.y)), state: b.initial })
    same(found, { y: second.y, state: [first.state, {}, {}, second.state] })
    // A second batch goes on from there.
    const { state } = net.apply(params)({ x: next, state: found.state })
    same(state[0], a.apply(params[0])({ x: next, state: first.state }).state)
  })

  it('is used with given states, which stay', () => {
    const { state } = net.apply(params)({ x, state: net.initial })
    const hidden = dense(3, 3).apply(params[2])(tanh(a.inference(state[0]).apply(params[0])(next)))
    same(net.inference(state).apply(params)(next), b.inference(state[3]).apply(params[3])(hidden))
  })
})

describe('states stand where parameters do,', () => {
  it('under names', () => {
    const net = pipe(named('first', a), andThen(activation(relu)), andThen(named('second', named('inner', b))))
    const [params] = net.init(seed(3))
    const { y, state } = net.apply(params)({ x, state: net.initial })
    const first = a.apply(params.first)({ x, state: a.initial })
    const second = b.apply(params.second.inner)({ x: relu(first.y), state: b.initial })
    same({ y, state }, { y: second.y, state: { first: first.state, second: { inner: second.state } } })
  })

  it('of models beside each other', () => {
    const net = parallel({ a: sequential(a, dense(3, 2)), b, c: identity }, (y) =>
      concatenate([y.a, y.b, y.c], { axis: 1 }),
    )
    const [params] = net.init(seed(3))
    const { y, state } = net.apply(params)({ x, state: net.initial })
    const [left, right] = [a.apply(params.a[0])({ x, state: a.initial }), b.apply(params.b)({ x, state: b.initial })]
    same(state, { a: [left.state, {}], b: right.state, c: {} })
    same(y, concatenate([dense(3, 2).apply(params.a[1])(left.y), right.y, x], { axis: 1 }))
    const used = net.inference(state).apply(params)(x)
    const wide = [dense(3, 2).apply(params.a[1])(a.inference(left.state).apply(params.a[0])(x))]
    same(used, concatenate([...wide, b.inference(right.state).apply(params.b)(x), x], { axis: 1 }))
  })

  it('of models beside each other without a join', () => {
    const net = parallel({ a, b: dense(3, 1) })
    const [params] = net.init(seed(3))
    const { y, state } = net.apply(params)({ x, state: net.initial })
    same(
      [y.a, state.a],
      [a.apply(params.a)({ x, state: a.initial }).y, a.apply(params.a)({ x, state: a.initial }).state],
    )
    same(y.b, dense(3, 1).apply(params.b)(x))
  })

  it('of what is added to its input', () => {
    const [{ y, state }, own] = [residual(a), a].map((model) => model.apply(moved)({ x, state: a.initial }))
    same([y, state], [add(x, own.y), own.state])
    same(residual(a).inference(state).apply(moved)(next), add(next, a.inference(state).apply(moved)(next)))
  })

  it('of the elements of examples, all in one', () => {
    const pairs = stack([x, next], { axis: 1 })
    const rows = reshape(pairs, [12, 3])
    const { y, state } = each(2, a).apply(moved)({ x: pairs, state: a.initial })
    const flat = a.apply(moved)({ x: rows, state: a.initial })
    same([reshape(y, [12, 3]), state], [flat.y, flat.state])
    const used = each(2, a).inference(state).apply(moved)(pairs)
    same(reshape(used, [12, 3]), a.inference(state).apply(moved)(rows))
  })
})

describe('a net of normalisations and dropouts', () => {
  /** For training with a key, for use without one. */
  const net = (given?: Key) =>
    sequential(
      dense(3, 8),
      batchNorm(8),
      activation(relu),
      dropout(0.25, given && foldIn(given, 0)),
      residual(sequential(dense(8, 8), batchNorm(8), activation(relu))),
      dropout(0.25, given && foldIn(given, 1)),
      dense(8, 1),
    )
  type Net = ReturnType<typeof net>
  type Params = ParamsOf<Net>
  type Carry = { readonly state: StateOf<Net>; readonly step: Tensor<[], 'int32'> }
  type Batch = { readonly x: Tensor<[6, 3], 'float64'>; readonly y: Tensor<[6, 1], 'float64'> }

  const loss = (params: Params, batch: Batch, { state, step }: Carry): [Tensor<[], 'float64'>, Carry] => {
    const given = net(foldIn(key(37), step)).apply(params)({ x: batch.x, state })
    return [mse(given.y, batch.y), { state: given.state, step: add(step, 1) }]
  }
  const [params] = net().init(seed(0))
  const first: Carry = { state: net().initial, step: tensor(0, { dtype: 'int32' }) }
  const batch: Batch = { x, y: sum(x, { axis: 1, keepdims: true }) }

  it('learns, compiled, and is used with the statistics it has seen', () => {
    const optimizer = adam(0.02)
    const start = { params, opt: optimizer.init(params), carry: first }
    const states = [
      ...fit(
        carryingStep(loss, optimizer),
        start,
        Array.from({ length: 200 }, () => batch),
      ),
    ]
    const last = states[states.length - 1]
    const error = (p: Params, state: StateOf<Net>) => item(mse(net().inference(state).apply(p)(x), batch.y))
    // What it starts with is no better than nothing at all; what it ends with explains nearly all.
    expect(error(last.params, last.carry.state)).toBeLessThan(0.1 * error(params, first.state))
    expect(item(last.carry.step)).toBe(200)
    // It is the statistics that do it.
    expect(error(last.params, first.state)).toBeGreaterThan(error(last.params, last.carry.state))
  })

  it('is the same compiled, to the bit', () => same(jit(loss)(params, batch, first), loss(params, batch, first)))

  it('has no gradient by the statistics that go in', () => {
    const slopes = grad((state: StateOf<Net>) => loss(params, batch, { ...first, state })[0])(first.state)
    for (const slope of leaves(slopes)) expect(new Set(toArray(slope as Tensor<[8], 'float64'>))).toEqual(new Set([0]))
  })

  it('has a summary like any other', () =>
    expect(summary(net())(params).rows.map(({ kind, depth, output }) => [kind, depth, output])).toEqual([
      ['dense', 0, [8]],
      ['batchNorm', 0, [8]],
      ['activation', 0, [8]],
      ['dropout', 0, [8]],
      ['residual', 0, [8]],
      ['dense', 1, [8]],
      ['batchNorm', 1, [8]],
      ['activation', 1, [8]],
      ['dropout', 0, [8]],
      ['dense', 0, [1]],
    ]))
})

describe('mistakes', () => {
  const net = sequential(a, activation(relu), b)
  const [params] = net.init(seed(0))
  const loose = net.apply(params) as unknown as (given: unknown) => unknown
  const bare = batchNorm(3, { scale: false, shift: false })

  it.each([
    [
      'a batch without a state',
      () => loose(x),
      'sequential: in training a model with a state takes { x, state }, and this is a tensor',
    ],
    ['nothing', () => loose(undefined), 'and this is undefined'],
    ['a state of another model', () => loose({ x, state: a.initial }), 'sequential: there is no state at [0].mean'],
    ['a state that is no tree', () => loose({ x, state: 3 }), 'there is no state at [0].mean'],
    ['another state in use', () => net.inference([{}, {}, {}] as never), 'there is no state at [0].mean'],
    [
      'states that cannot be told apart',
      () => andThen(bare as AnyModel, bare as AnyModel as never),
      'both models have states called mean',
    ],
    [
      'states in a list and under names',
      () => andThen(sequential(bare) as AnyModel, bare as AnyModel as never),
      'states in a list cannot be merged',
    ],
  ])('%s', (_, made, problem) => expect(made).toThrow(problem))
})
