import {
  add,
  clip,
  expandDims,
  less,
  matmul,
  moveAxis,
  mul,
  scan,
  slice,
  split,
  stack,
  sub,
  swapAxes,
  take,
  where,
  zeros,
} from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { choiceOf, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { maybe, type Real, real, type Truths, upTo, whole } from './operands.js'
import { type Applied, activationsOf } from './recurrentActivations.js'

/** What one direction of a recurrent node knows. */
interface Cell {
  /** The state's weights [H, gates H]. */
  readonly r: Real
  /** The biases of the state's share [gates H]. */
  readonly stateBias: Real
  readonly functions: readonly Applied[]
  /** What all arguments of functions are brought within. */
  readonly clipped: Applied
  /** Weights with which a cell sees what it remembers [3 H]. */
  readonly peepholes: Real | undefined
}

type State = readonly Real[]

/** A kind of recurrent node: how many gates there are, what the functions are, and the next state. */
interface Kind {
  readonly gates: number
  readonly functions: readonly string[]
  readonly states: 1 | 2
  /** Whether the biases of the state's share are added to the input's share, once for all steps. */
  readonly joins: boolean
  readonly next: (cell: Cell, given: Real, state: State) => State
}

/** Gates side by side [B, gates H]. */
const parts = (x: Real, count: number): readonly Real[] => split(x, count, { axis: -1 }) as unknown as readonly Real[]

const rnn: Kind = {
  gates: 1,
  functions: ['Tanh'],
  states: 1,
  joins: true,
  next: ({ r, functions: [f], clipped }, given, [h]) => [f(clipped(add(given, matmul(h, r))))],
}

/** h' = (1 - z) n + z h, where the reset gate acts before the state's weights, or behind them. */
const gru = (resetsBehind: boolean): Kind => ({
  gates: 3,
  functions: ['Sigmoid', 'Tanh'],
  states: 1,
  joins: false,
  next: ({ r, stateBias, functions: [f, g], clipped }, given, [h]) => {
    const size = h.shape[h.shape.length - 1]
    const gates = slice(r, [null, [0, 2 * size]]) as Real
    const candidate = slice(r, [null, [2 * size]]) as Real
    const [xz, xr, xn] = parts(given, 3)
    const [bz, br, bn] = parts(stateBias, 3)
    const [hz, hr] = parts(matmul(h, gates), 2)
    const update = f(clipped(add(add(xz, hz), bz)))
    const reset = f(clipped(add(add(xr, hr), br)))
    const ofState = resetsBehind ? mul(reset, add(matmul(h, candidate), bn)) : add(matmul(mul(reset, h), candidate), bn)
    const fresh = g(clipped(add(xn, ofState)))
    return [add(mul(sub(1, update), fresh), mul(update, h))]
  },
})

/** c' = f c + i g, h' = o act(c'), where the gates may see c, and f may be 1 - i. */
const lstm = (couples: boolean): Kind => ({
  gates: 4,
  functions: ['Sigmoid', 'Tanh', 'Tanh'],
  states: 2,
  joins: true,
  next: ({ r, functions: [f, g, act], clipped, peepholes }, given, [h, c]) => {
    const [i, o, forget, fresh] = parts(add(given, matmul(h, r)), 4)
    const [pi, po, pf] = peepholes === undefined ? [] : parts(peepholes, 3)
    const seen = (gate: Real, weights: Real | undefined, memory: Real): Real =>
      clipped(weights === undefined ? gate : add(gate, mul(weights, memory)))
    const input = f(seen(i, pi, c))
    const kept = couples ? sub(1, input) : f(seen(forget, pf, c))
    const next: Real = add(mul(kept, c), mul(input, g(clipped(fresh))))
    return [mul(f(seen(o, po, next)), act(clipped(next))), next]
  },
})

/** The operands of a node, with the steps first: x [T, B, I], states [D, B, H]. */
interface Given {
  readonly x: Real
  readonly w: Real
  readonly r: Real
  readonly bias: Real | undefined
  /** Which steps [T, B, 1] belong to their sequences, where these are of several lengths. */
  readonly within: Truths | undefined
  readonly states: readonly Real[]
  readonly peepholes: Real | undefined
}

/** What a tensor [D, ...] says of one direction. */
const part = (x: Real, index: number): Real => take(x, index, { axis: 0 })

const layout = (call: OperatorCall): number => call.attributes.int('layout', 0)

const given = (call: OperatorCall, kind: Kind): Given => {
  const batchFirst = layout(call) !== 0
  const turned = (x: Real): Real => (batchFirst ? swapAxes(x, 0, 1) : x)
  const [x, w, r] = [turned(real(call, 0)), real(call, 1), real(call, 2)]
  if (x.shape.length !== 3 || w.shape.length !== 3 || r.shape.length !== 3)
    throw misshapen(call, 'X, W and R do not have three axes each')
  const [steps, batch] = x.shape
  const [directions, rows, hidden] = r.shape
  if (rows !== kind.gates * hidden || call.attributes.int('hidden_size', hidden) !== hidden)
    throw misshapen(call, `R is of no ${kind.gates === 1 ? 'state' : `${kind.gates} gates`} of hidden_size`)
  const lengths = maybe(call, 4, whole)
  const state = (index: number): Real => {
    const initial = maybe(call, index, real)
    return initial === undefined ? zeros([directions, batch, hidden], { dtype: x.dtype }) : turned(initial)
  }
  return {
    x,
    w,
    r,
    bias: maybe(call, 3, real),
    within: lengths === undefined ? undefined : less(expandDims(expandDims(upTo(steps), 1), 2), expandDims(lengths, 1)),
    states: kind.states === 2 ? [state(5), state(6)] : [state(5)],
    peepholes: kind.states === 2 ? maybe(call, 7, real) : undefined,
  }
}

/** All steps of one direction: what each gives [T, B, H], and the last states [B, H]. */
const direction = (
  kind: Kind,
  { x, w, r, bias, within, states, peepholes }: Given,
  index: number,
  reverse: boolean,
  shared: Pick<Cell, 'functions' | 'clipped'>,
): readonly [ys: Real, last: State] => {
  const hidden = r.shape[2]
  const width = kind.gates * hidden
  const [inputBias, stateBias] =
    bias === undefined ? [undefined, zeros([width], { dtype: x.dtype }) as Real] : parts(part(bias, index), 2)
  const cell: Cell = {
    ...shared,
    r: swapAxes(part(r, index), 0, 1),
    stateBias,
    peepholes: peepholes && part(peepholes, index),
  }
  const products: Real = matmul(x, swapAxes(part(w, index), 0, 1) as Real)
  const ofInput: Real =
    inputBias === undefined ? products : add(products, kind.joins ? add(inputBias, stateBias) : inputBias)
  const initial = states.map((each) => part(each, index))
  const step = (state: State, inputs: readonly Tensor[]): [State, Real] => {
    const [given, inside] = inputs as readonly [Real, Truths | undefined]
    const next = kind.next(cell, given, state)
    if (inside === undefined) return [next, next[0]]
    const kept = next.map((each, which) => where(inside, each, state[which]) as Real)
    return [kept, where(inside, next[0], 0) as Real]
  }
  const [last, ys] = scan(step, initial, within === undefined ? [ofInput] : [ofInput, within], { reverse })
  return [ys as Real, last as State]
}

/** Of each direction of a node whether it goes from the last step to the first. */
const reversals = { forward: [false], reverse: [true], bidirectional: [false, true] }

const directionsOf = (call: OperatorCall, count: number): readonly boolean[] => {
  const found = choiceOf(call, 'direction', call.attributes.string('direction', 'forward'), reversals)
  if (found.length !== count)
    throw misshapen(call, `the weights are of ${count} directions, and there are ${found.length}`)
  return found
}

const bound = (call: OperatorCall): Applied => {
  const most = call.attributes.float('clip', 0)
  return most > 0 ? (x) => clip(x, { min: -most, max: most }) : (x) => x
}

const recurrent =
  (kindOf: (call: OperatorCall) => Kind) =>
  (call: OperatorCall): readonly Tensor[] => {
    const kind = kindOf(call)
    const operands = given(call, kind)
    const directions = directionsOf(call, operands.r.shape[0])
    const names = directions.flatMap(() => kind.functions)
    const functions = activationsOf(call, names)
    if (functions.length !== names.length)
      throw refused(call, `there are ${functions.length} activations where ${names.length} are due`)
    const count = kind.functions.length
    const done = directions.map((reverse, index) =>
      direction(kind, operands, index, reverse, {
        functions: functions.slice(index * count, (index + 1) * count),
        clipped: bound(call),
      }),
    )
    const batchFirst = layout(call) !== 0
    const ys: Real = stack(done.map(([each]) => each) as [Real, ...Real[]], { axis: 1 })
    const lasts = Array.from({ length: kind.states }, (_, which): Real => {
      const each: Real = stack(done.map(([, last]) => last[which]) as [Real, ...Real[]], { axis: 0 })
      return batchFirst ? swapAxes(each, 0, 1) : each
    })
    return [batchFirst ? moveAxis(ys, 2, 0) : ys, ...lasts]
  }

/** Recurrent nets. */
export const recurrences: Operators = {
  RNN: recurrent(() => rnn),
  GRU: recurrent((call) => gru(call.attributes.int('linear_before_reset', 0) !== 0)),
  LSTM: recurrent((call) => lstm(call.attributes.int('input_forget', 0) !== 0)),
}
