import { flip, moveAxis, relu, slice, stack, type Tensor, take, tensor, zeros } from 'cotangent'
import { unequal } from 'cotangent/laws'
import {
  gru,
  gruStep,
  type LstmState,
  lstm,
  lstmStep,
  type Recurrent,
  type RnnParams,
  rnn,
  rnnStep,
} from 'cotangent/nn'
import { seed, standardNormal } from 'cotangent/random'
import { describe, expect, it } from 'vitest'

const [B, T, I, H] = [3, 6, 2, 4] as const
const [x] = standardNormal([B, T, I])(seed(1))
const [h] = standardNormal([B, H])(seed(2))

type State = Tensor<[3, 4], 'float64'>
type Step = (state: State, input: Tensor<[3, 2], 'float64'>) => State

/** The states that an explicit loop over the steps goes through. */
const looped = <S>(step: (state: S, input: Tensor<[3, 2], 'float64'>) => S, initial: S): readonly S[] => {
  const states = [initial]
  for (let t = 0; t < T; t++) states.push(step(states[t], take(x, t, { axis: 1 })))
  return states
}

const sequence = (states: readonly Tensor[]): Tensor => moveAxis(stack(states.slice(1)), 0, 1) as Tensor

/** A layer with parameters of its own, and its step with these. */
const bound = <P>(layer: Recurrent<P, 2, 4>, step: (params: P) => Step) => {
  const [params] = layer.init(seed(3))
  return { apply: layer.apply(params), scan: layer.scan(params), initial: layer.initial, step: step(params) }
}

describe.each([
  ['rnn', bound(rnn(I, H), (params) => rnnStep(params)), bound(rnn(I, H, { reverse: true }), (p) => rnnStep(p))],
  [
    'rnn with relu',
    bound(rnn(I, H, { activation: relu }), (params) => rnnStep(params, { activation: relu })),
    bound(rnn(I, H, { activation: relu, reverse: true }), (params) => rnnStep(params, { activation: relu })),
  ],
  ['gru', bound(gru(I, H), (params) => gruStep(params)), bound(gru(I, H, { reverse: true }), (p) => gruStep(p))],
] as const)('%s', (_, layer, backward) => {
  it('is the loop of its step, to the bit', () => {
    const states = looped(layer.step, layer.initial(B))
    expect(unequal('result', [layer.apply(x)], [sequence(states)])).toEqual([])
  })

  it('is the loop from any state, and gives the last one', () => {
    const states = looped(layer.step, h)
    const [last, ys] = layer.scan(h, x)
    expect(unequal('result', [last, ys], [states[T], sequence(states)])).toEqual([])
  })

  it('can be taken in pieces', () => {
    const [between, first] = layer.scan(h, slice(x, [null, [0, 2]]))
    const [last, rest] = layer.scan(between, slice(x, [null, [2, T]]))
    const [whole, ys] = layer.scan(h, x)
    const pieces = [slice(ys, [null, [0, 2]]), slice(ys, [null, [2, T]])]
    expect(unequal('result', [last, first, rest], [whole, ...pieces])).toEqual([])
  })

  it('goes backward as it goes forward over what is turned round', () => {
    const turned = flip(layer.apply(flip(x, { axis: 1 })), { axis: 1 })
    expect(unequal('result', [backward.apply(x)], [turned])).toEqual([])
  })
})

describe('lstm', () => {
  const layer = lstm(I, H)
  const [params] = layer.init(seed(3))
  const step = lstmStep(params)

  it('is the loop of its step, to the bit', () => {
    const states = looped<LstmState<[3, 4], 'float64'>>(step, layer.initial(B))
    expect(unequal('result', [layer.apply(params)(x)], [sequence(states.map((each) => each.h))])).toEqual([])
  })

  it('is the loop from any state, and gives the last one', () => {
    const initial = { h, c: zeros([B, H]) }
    const states = looped<LstmState<[3, 4], 'float64'>>(step, initial)
    const [last, ys] = layer.scan(params)(initial, x)
    const wanted = [states[T].h, states[T].c, sequence(states.map((each) => each.h))]
    expect(unequal('result', [last.h, last.c, ys], wanted)).toEqual([])
  })

  it('forgets nothing with a forget gate that is open, and an input gate that is shut', () => {
    // Far out a sigmoid is exactly 0 or 1.
    const open = { ...params, bias: tensor([-800, -800, -800, -800, 800, 800, 800, 800, 0, 0, 0, 0, 0, 0, 0, 0]) }
    const [{ c }] = layer.scan(open)({ h, c: h }, x)
    expect(unequal('memory', [c], [h])).toEqual([])
  })
})

describe('gru', () => {
  it('keeps its state where the update gate is open', () => {
    const layer = gru(I, H)
    const [params] = layer.init(seed(3))
    const open = { ...params, bias: tensor([0, 0, 0, 0, 800, 800, 800, 800, 0, 0, 0, 0]) }
    expect(unequal('state', [layer.scan(open)(h, x)[0]], [h])).toEqual([])
  })
})

describe('without biases', () => {
  const none = { bias: false } as const

  it.each([
    ['rnn', rnn(I, H, none), rnn(I, H)],
    ['lstm', lstm(I, H, none), lstm(I, H)],
    ['gru', gru(I, H, none), gru(I, H)],
  ] as const)('%s is what it is with zeros', (_, bare, full) => {
    const [own, zeroed] = [bare.init(seed(3))[0], full.init(seed(3))[0]]
    expect(Object.keys(own)).toEqual(['weights', 'stateWeights'])
    expect(bare.parts[0].parameters).toEqual(['weights', 'stateWeights'])
    const [found, wanted] = [bare.apply(own as never)(x), full.apply(zeroed as never)(x)]
    expect(unequal('result', [found], [wanted])).toEqual([])
  })

  it('steps go', () => {
    const { weights, stateWeights } = gru(I, H).init(seed(3))[0]
    const zeroed = { weights, stateWeights, bias: zeros([12]), stateBias: zeros([12]) }
    const input = take(x, 0, { axis: 1 })
    expect(unequal('state', [gruStep({ weights, stateWeights })(h, input)], [gruStep(zeroed)(h, input)])).toEqual([])
  })
})

describe('mistakes', () => {
  const wrong = rnn(I, H) as unknown as { readonly apply: (params: RnnParams) => (x: Tensor) => Tensor }
  const [params] = rnn(I, H).init(seed(3))

  it('are named', () => {
    expect(() => rnn(0, 2)).toThrow('the number of inputs is 0, not a whole number from 1')
    expect(() => wrong.apply(params)(zeros([3, 2]) as Tensor)).toThrow('rnn: sequences are of shape [B, T, 2]')
    expect(() => gru(2, 2, { dtype: 'int32' as 'float32' })).toThrow('no parameters of dtype int32')
    const long = { ...params, bias: zeros([1]) } as unknown as typeof params
    expect(() => rnn(I, H).apply(long)).toThrow('rnn: the parameter bias is not of shape [4]')
  })

  it('are named in states, which would broadcast or be named by what is computed of them', () => {
    const one = zeros([1, H]) as unknown as State
    expect(() => rnn(I, H).scan(params)(one, x)).toThrow('rnn: the state is not of shape [3, 4]')
    const [cell] = lstm(I, H).init(seed(3))
    expect(() => lstm(I, H).scan(cell)({ h, c: one }, x)).toThrow('lstm: the state.c is not of shape [3, 4]')
    expect(() => lstm(I, H).scan(cell)({ h } as unknown as LstmState<[3, 4], 'float64'>, x)).toThrow(
      'lstm: the state.c is not of shape [3, 4]',
    )
  })
})
