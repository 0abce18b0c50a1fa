import { add, div, exp, log, mul, reshape, scan, sigmoid, split, sub, sum, type Tensor, tanh, unstack } from 'cotangent'

type Matrix = Tensor<[number, number], 'float64'>
type Vector = Tensor<[number], 'float64'>

/** What the loss is differentiated by. */
interface Params {
  /** [2 L, 4 B]: of each layer a row of weights and one of biases, for the forget, in, out and change gates. */
  readonly main: Matrix
  /** [3, B]: weights of the input, weights of the output, biases of the output. */
  readonly extra: Tensor<[3, number], 'float64'>
}

interface Given {
  /** [2 L, B]: of each layer the hidden state and the cell. */
  readonly state: Matrix
  /** [C, B]: a text, a character a row, as bits. */
  readonly sequence: Matrix
}

/** Weights and biases [2, B] of the four gates of a layer. */
type Gates = readonly [forget: Pair, entry: Pair, out: Pair, change: Pair]
type Pair = readonly [weights: Vector, biases: Vector]

interface State {
  readonly hidden: Vector
  readonly cell: Vector
}

const linear = ([weights, biases]: Pair, x: Vector): Vector => add(mul(x, weights), biases)

/** The next state of a layer, whose weights are diagonal matrices. */
const layer = ([forget, entry, out, change]: Gates, { hidden, cell }: State, input: Vector): State => {
  const kept = mul(cell, sigmoid(linear(forget, input)))
  const next = add(kept, mul(sigmoid(linear(entry, hidden)), tanh(linear(change, hidden))))
  return { hidden: mul(sigmoid(linear(out, input)), tanh(next)), cell: next }
}

/** The next states of all layers, each of which reads what the one before gives. */
const layers = (gates: readonly Gates[], states: readonly State[], input: Vector): readonly State[] =>
  gates.reduce<readonly State[]>((made, each, index) => {
    const read = index === 0 ? input : made[index - 1].hidden
    return [...made, layer(each, states[index], read)]
  }, [])

/** Minus the mean log-likelihood of every character but the first, given those before it. */
export const loss = ({ main, extra }: Params, { state, sequence }: Given): Tensor<[], 'float64'> => {
  const [characters, bits] = sequence.shape
  const count = main.shape[0] / 2
  const [inputWeights, outputWeights, outputBias] = unstack(extra)
  const gates = unstack(reshape(main, [count, 2, 4, bits])).map((layer): Gates => {
    const [weights, biases] = unstack(layer)
    const [w, b] = [unstack(weights), unstack(biases)]
    return [
      [w[0], b[0]],
      [w[1], b[1]],
      [w[2], b[2]],
      [w[3], b[3]],
    ]
  })
  const initial = unstack(reshape(state, [count, 2, bits])).map((rows): State => {
    const [hidden, cell] = unstack(rows)
    return { hidden, cell }
  })
  const step = (states: readonly State[], character: Vector) => {
    const next = layers(gates, states, mul(character, inputWeights))
    return [next, next[count - 1].hidden] as const
  }
  const [read] = split(sequence, [characters - 1])
  const [, told] = split(sequence, [1])
  const [, hidden] = scan(step, initial, read)
  const y = add(mul(hidden, outputWeights), outputBias)
  const likelihood = sum(mul(told, sub(y, log(add(2, sum(exp(y), { axis: 1, keepdims: true }))))))
  return div(likelihood, -bits * (characters - 1))
}
