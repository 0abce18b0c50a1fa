import {
  add,
  div,
  exp,
  grad,
  item,
  log,
  mul,
  reshape,
  scan,
  sigmoid,
  split,
  sub,
  sum,
  type Tensor,
  tanh,
  toArray,
  unstack,
} from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { compiled, type Evaluation, type Json, task } from '../evaluation.js'
import { matrix, record } from '../reading.js'
import type { Matrix, Vector } from '../tensors.js'

/** What the loss is differentiated by: of L layers of B numbers. */
interface Params {
  /** [2 L, 4 B]: of each layer a row of weights and one of biases, for the forget, in, out and change gates. */
  readonly main: Matrix
  /** [3, B]: weights of the input, weights of the output, biases of the output. */
  readonly extra: Matrix
}

interface Given {
  /** [2 L, B]: of each layer the hidden state and the cell. */
  readonly state: Matrix
  /** [C, B]: a text, a character a row, as bits. */
  readonly sequence: Matrix
}

type Gate = readonly [weights: Vector, bias: Vector]
type Gates = readonly [forget: Gate, entry: Gate, out: Gate, change: Gate]

interface State {
  readonly hidden: Vector
  readonly cell: Vector
}

/** The weights are diagonal matrices. */
const linear = ([weights, bias]: Gate, x: Vector): Vector => add(mul(x, weights), bias)

/** The next state of a layer. */
const layer = ([forget, entry, out, change]: Gates, { hidden, cell }: State, input: Vector): State => {
  const kept = mul(cell, sigmoid(linear(forget, input)))
  const entered = mul(sigmoid(linear(entry, hidden)), tanh(linear(change, hidden)))
  const next = add(kept, entered)
  return { hidden: mul(sigmoid(linear(out, input)), tanh(next)), cell: next }
}

/** The next states of all layers, of which each reads what the one before gives. */
const layers = (gates: readonly Gates[], states: readonly State[], input: Vector): readonly State[] => {
  let read = input
  return gates.map((each, index) => {
    const next = layer(each, states[index], read)
    read = next.hidden
    return next
  })
}

const gatesOf = (main: Matrix): readonly Gates[] => {
  const [rows, columns] = main.shape
  return unstack(reshape(main, [rows / 2, 2, 4, columns / 4])).map((layer): Gates => {
    const [[forget, entry, out, change], biases] = unstack(layer).map((row) => unstack(row))
    return [
      [forget, biases[0]],
      [entry, biases[1]],
      [out, biases[2]],
      [change, biases[3]],
    ]
  })
}

const statesOf = (state: Matrix): readonly State[] =>
  unstack(reshape(state, [state.shape[0] / 2, 2, state.shape[1]])).map((layer) => {
    const [hidden, cell] = unstack(layer)
    return { hidden, cell }
  })

/** Minus the log-likelihood of a bit of the text, of every character but the first, given those before it. */
export const loss = ({ main, extra }: Params, { state, sequence }: Given): Tensor<[], 'float64'> => {
  const [characters, bits] = sequence.shape
  const [inputWeights, outputWeights, outputBias] = unstack(extra)
  const gates = gatesOf(main)
  const step = (states: readonly State[], character: Vector) => {
    const next = layers(gates, states, mul(character, inputWeights))
    return [next, next[next.length - 1].hidden] as const
  }
  const [read] = split(sequence, [characters - 1])
  const [, told] = split(sequence, [1])
  const [, hidden] = scan(step, statesOf(state), read)
  const y = add(mul(hidden, outputWeights), outputBias)
  const normalizer = log(add(2, sum(exp(y), { axis: 1, keepdims: true })))
  return div(sum(mul(told, sub(y, normalizer))), -bits * (characters - 1))
}

const fields = record({ main_params: matrix, extra_params: matrix, state: matrix, sequence: matrix })

const read = (input: Json) =>
  pipe(
    fields(input),
    E.filterOrElse(
      ({ main_params: { shape: main }, extra_params: { shape: extra }, state: { shape: state }, sequence }) => {
        const bits = sequence.shape[1]
        return `${main}/${extra}/${state}` === `${[state[0], 4 * bits]}/${[3, bits]}/${[main[0], bits]}`
      },
      () => 'parameters and state are not [2 L, 4 B], [3, B] and [2 L, B], of the sequence [C, B]',
    ),
    E.map(({ main_params: main, extra_params: extra, state, sequence }) => ({
      params: { main, extra },
      given: { state, sequence },
    })),
  )

const of = <R>(f: (params: Params, given: Given) => R, write: (result: R) => Json) =>
  task({
    read,
    compile: ({ params, given }) => {
      const run = compiled(f, params, given)
      return (input) => run(input.params, input.given)
    },
    write,
  })

/** The loss of a network of long short-term memory on a text, and its gradient by all that is learnt. */
export const lstm: Evaluation = {
  objective: of(loss, (y) => item(y)),
  jacobian: of(grad(loss), ({ main, extra }) => [main, extra].flatMap((rows) => toArray(rows).flat())),
}
