/** A network of dense layers and how it is trained: what every library is given to do. */
export interface Network {
  /** Inputs, hidden units of each layer, outputs. */
  readonly sizes: readonly number[]
  readonly biased: boolean
  /** What follows every layer but the last. */
  readonly activation: 'relu' | 'sigmoid' | 'tanh'
  /**
   * What the outputs are held against: halved squared errors of their sigmoids, summed; or the cross entropy of their
   * sigmoid or softmax, its mean over the examples.
   */
  readonly loss: 'half squared error' | 'sigmoid cross entropy' | 'softmax cross entropy'
  readonly rate: number
}

/** All weights one after the other: of each layer the matrix `[inputs, outputs]` in row-major order, and then the bias. */
export type Params = Float64Array

/** The parameters of a layer within all of them. */
export interface Place {
  readonly inputs: number
  readonly outputs: number
  readonly weights: number
  /** Where the bias starts; the end of the weights where there is none. */
  readonly bias: number
  readonly end: number
}

export const placesOf = ({ sizes, biased }: Network): readonly Place[] => {
  let end = 0
  return sizes.slice(1).map((outputs, layer) => {
    const weights = end
    const bias = weights + sizes[layer] * outputs
    end = biased ? bias + outputs : bias
    return { inputs: sizes[layer], outputs, weights, bias, end }
  })
}

/** Examples row by row; inputs are these numbers divided by `scale`. */
export interface Examples {
  readonly count: number
  readonly inputs: Float64Array | Uint8Array
  readonly scale: number
  readonly targets: Float64Array
}

/** A training: from these weights, over these examples, `batch` at a time and in order, again and again. */
export interface Problem {
  readonly network: Network
  readonly examples: Examples
  readonly batch: number
  readonly initial: Params
}

/** The inputs as they enter the network. */
export const inputsOf = ({ inputs, scale }: Examples): Float64Array =>
  scale === 1 ? Float64Array.from(inputs) : Float64Array.from(inputs, (byte) => byte / scale)

/** The first examples of a problem. */
export const first = (problem: Problem, count: number): Problem => {
  const { network, examples } = problem
  const kept = Math.min(count, examples.count)
  return {
    ...problem,
    batch: Math.min(problem.batch, kept),
    examples: {
      count: kept,
      inputs: examples.inputs.slice(0, kept * network.sizes[0]),
      scale: examples.scale,
      targets: examples.targets.slice(0, kept * (network.sizes.at(-1) as number)),
    },
  }
}
