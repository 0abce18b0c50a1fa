import {
  add,
  div,
  greater,
  leakyRelu,
  logSumExp,
  matmul,
  mean,
  mul,
  neg,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
  where,
} from 'cotangent'

// Dense networks, and their backpropagation written by hand as people write it, with a mistake put in.

export type Matrix = Tensor<[number, number], 'float64'>
export type Row = Tensor<[number], 'float64'>

export interface Layer {
  readonly weights: Matrix
  readonly bias: Row
}

type Pointwise = (z: Matrix) => Matrix

/** An activation and its slope; `slopeOf` is the formula in terms of what it gives, where people use one. */
export interface Activation {
  readonly of: Pointwise
  readonly slope: Pointwise
  readonly slopeOf?: Pointwise
}

export const times = (a: Matrix, b: Matrix): Matrix => mul(a, b)

export const activations = {
  sigmoid: {
    of: (z) => sigmoid(z),
    slope: (z) => times(sigmoid(z), sub(1, sigmoid(z))),
    slopeOf: (a) => times(a, sub(1, a)),
  },
  tanh: { of: (z) => tanh(z), slope: (z) => sub(1, square(tanh(z))), slopeOf: (a) => sub(1, square(a)) },
  relu: { of: (z) => relu(z), slope: (z) => where(greater(z, 0), 1, mul(z, 0)) },
  leakyRelu: { of: (z) => leakyRelu(z), slope: (z) => where(greater(z, 0), 1, add(mul(z, 0), 0.01)) },
  softplus: { of: (z) => softplus(z), slope: (z) => sigmoid(z) },
  silu: { of: (z) => silu(z), slope: (z) => times(sigmoid(z), add(1, mul(z, sub(1, sigmoid(z))))) },
} as const satisfies Record<string, Activation>

export type ActivationName = keyof typeof activations

interface Loss {
  readonly of: (z: Matrix, y: Matrix) => Tensor<[], 'float64'>
  /** The slope in z before it is averaged over the rows. */
  readonly slope: (z: Matrix, y: Matrix) => Matrix
}

const total = (x: Matrix) => sum(x)

const log = (z: Matrix): Matrix => sub(z, logSumExp(z, { axis: 1, keepdims: true })) as Matrix

/** Losses of what the last layer gives, averaged over the rows. */
export const losses = {
  'squared error': {
    of: (z, y) => mean(sum(square(sub(z, y)), { axis: 1 })),
    slope: (z, y) => mul(2, sub(z, y)),
  },
  'half the squares': { of: (z, y) => div(total(square(sub(z, y))), 2 * z.shape[0]), slope: (z, y) => sub(z, y) },
  'squares of sigmoids': {
    of: (z, y) => div(total(square(sub(sigmoid(z), y))), z.shape[0]),
    slope: (z, y) => times(mul(2, sub(sigmoid(z), y)), activations.sigmoid.slope(z)),
  },
  'cross entropy of sigmoids': {
    of: (z, y) => div(total(sub(softplus(z), times(y, z))), z.shape[0]),
    slope: (z, y) => sub(sigmoid(z), y),
  },
  'cross entropy of a softmax': {
    of: (z, y) => div(total(neg(times(y, log(z)))), z.shape[0]),
    slope: (z, y) => sub(mul(softmax(z), sum(y, { axis: 1, keepdims: true })), y) as Matrix,
  },
} as const satisfies Record<string, Loss>

export type LossName = keyof typeof losses

export interface Network {
  readonly inputs: Matrix
  readonly targets: Matrix
  /** What each hidden layer ends in; the last layer ends in its loss. */
  readonly hidden: readonly ActivationName[]
  readonly loss: LossName
  /** What is added of the squares of all weights; 0 for none. */
  readonly decay: number
  /** Whether hidden layers of equal width add what they are given. */
  readonly residual: boolean
}

const skips = ({ residual }: Network, index: number, { weights }: Layer): boolean =>
  residual && index > 0 && weights.shape[0] === weights.shape[1]

const finalOf = (network: Network, layers: readonly Layer[]) => {
  const inputs: Matrix[] = [network.inputs]
  const zs: Matrix[] = []
  layers.forEach((layer, index) => {
    const z = add(matmul(inputs[index], layer.weights), layer.bias) as Matrix
    zs.push(z)
    if (index === layers.length - 1) return
    const a = activations[network.hidden[index]].of(z)
    inputs.push(skips(network, index, layer) ? (add(a, inputs[index]) as Matrix) : a)
  })
  return { inputs, zs }
}

export const costOf =
  (network: Network) =>
  (layers: readonly Layer[]): Tensor<[], 'float64'> => {
    const { zs } = finalOf(network, layers)
    const loss = losses[network.loss].of(zs[zs.length - 1], network.targets)
    if (network.decay === 0) return loss
    const squares = layers.map(({ weights }) => sum(square(weights))).reduce((a, b) => add(a, b))
    return add(loss, mul(network.decay, squares)) as Tensor<[], 'float64'>
  }

/** A mistake in the gradient by hand: where it says nothing, all is right. */
export interface Mistaken {
  /** What comes back through the activation of a hidden layer. */
  readonly activation?: (slope: Matrix, z: Matrix, a: Matrix, activation: Activation, index: number) => Matrix
  /** What comes back through the product to its input. */
  readonly input?: (slope: Matrix, layer: Layer, index: number) => Matrix
  /** The gradient of the weights, before it is averaged. */
  readonly weights?: (input: Matrix, slope: Matrix, index: number) => Matrix
  readonly bias?: (slope: Matrix, index: number) => Row
  readonly lossSlope?: (right: Matrix, z: Matrix, y: Matrix) => Matrix
  /** What the sums over rows are divided by. */
  readonly count?: number
  readonly skips?: false
  readonly decays?: number
  /** The whole. */
  readonly whole?: (gradient: readonly Layer[]) => readonly Layer[]
}

export const gradientOf =
  (network: Network, wrong: Mistaken = {}) =>
  (layers: readonly Layer[]): readonly Layer[] => {
    const { inputs, zs } = finalOf(network, layers)
    const { targets } = network
    const count = wrong.count ?? targets.shape[0]
    const last = zs[zs.length - 1]
    const right = losses[network.loss].slope(last, targets)
    let slope = wrong.lossSlope?.(right, last, targets) ?? right
    const gradients: Layer[] = []
    for (let index = layers.length - 1; index >= 0; index--) {
      const layer = layers[index]
      const isLast = index === layers.length - 1
      const dz = isLast ? slope : throughActivation(network, wrong, slope, zs[index], index)
      const weights = wrong.weights?.(inputs[index], dz, index) ?? matmul(transpose(inputs[index]), dz)
      const bias = wrong.bias?.(dz, index) ?? sum(dz, { axis: 0 })
      const decayed = mul(wrong.decays ?? 2 * network.decay, layer.weights)
      gradients.unshift({ weights: add(div(weights, count), decayed) as Matrix, bias: div(bias, count) as Row })
      const back = wrong.input?.(dz, layer, index) ?? (matmul(dz, transpose(layer.weights)) as Matrix)
      const skipped = !isLast && skips(network, index, layer) && wrong.skips !== false
      slope = skipped ? (add(back, slope) as Matrix) : back
    }
    return wrong.whole?.(gradients) ?? gradients
  }

const throughActivation = (network: Network, wrong: Mistaken, slope: Matrix, z: Matrix, index: number): Matrix => {
  const activation: Activation = activations[network.hidden[index]]
  return wrong.activation?.(slope, z, activation.of(z), activation, index) ?? times(slope, activation.slope(z))
}
