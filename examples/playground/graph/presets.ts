/** A function to look at, as the text of a small module: what it exports as `value`, at the place that it exports as `at`. */
export interface Preset {
  readonly name: string
  readonly title: string
  readonly source: string
}

/** The functions that are there to be chosen; the names stand in addresses. */
export const presets = [
  {
    name: 'product',
    title: 'x² sin x',
    source: `import { mul, sin, square, type Tensor, tensor } from 'cotangent'

export const value = (x: Tensor<[], 'float64'>) => mul(square(x), sin(x))

export const at = tensor(2)
`,
  },
  {
    name: 'neuron',
    title: 'Logistic loss of one neuron',
    source: `import { add, div, exp, log, mul, neg, sum, type Tensor, tensor } from 'cotangent'

interface Params {
  readonly weights: Tensor<[2], 'float64'>
  readonly bias: Tensor<[], 'float64'>
}

const input = tensor([1.5, -0.5])

// The target is 1, so that the loss is minus the logarithm of the prediction.
export const value = ({ weights, bias }: Params) => {
  const z = add(sum(mul(weights, input)), bias)
  const prediction = div(1, add(1, exp(neg(z))))
  return neg(log(prediction))
}

export const at: Params = { weights: tensor([0.4, 0.2]), bias: tensor(-0.3) }
`,
  },
  {
    name: 'network',
    title: 'Two layers, softmax and cross entropy',
    source: `import { add, matmul, softmaxCrossEntropy, tanh, type Tensor, tensor } from 'cotangent'

interface Params {
  readonly w1: Tensor<[2, 3], 'float64'>
  readonly b1: Tensor<[3], 'float64'>
  readonly w2: Tensor<[3, 2], 'float64'>
  readonly b2: Tensor<[2], 'float64'>
}

const x = tensor([[0.5, -1], [1, 2], [-1, 0.5], [2, -0.5]])
const labels = tensor([0, 1, 1, 0], { dtype: 'int32' })

export const value = ({ w1, b1, w2, b2 }: Params) => {
  const hidden = tanh(add(matmul(x, w1), b1))
  return softmaxCrossEntropy(add(matmul(hidden, w2), b2), labels)
}

export const at: Params = {
  w1: tensor([[0.1, -0.4, 0.3], [0.5, 0.2, -0.1]]),
  b1: tensor([0, 0.1, -0.1]),
  w2: tensor([[0.2, -0.3], [-0.1, 0.4], [0.6, 0.1]]),
  b2: tensor([0, 0]),
}
`,
  },
  {
    name: 'kink',
    title: 'A kink: relu and |x| at 0',
    source: `import { abs, add, relu, sum, type Tensor, tensor } from 'cotangent'

// At the kinks, where x is 0, Cotangent takes the slope of both to be 0.
export const value = (x: Tensor<[3], 'float64'>) => sum(add(relu(x), abs(x)))

export const at = tensor([-1, 0, 2])
`,
  },
  {
    name: 'broadcasting',
    title: 'Broadcasting: a row added to each row',
    source: `import { add, mean, square, type Tensor, tensor } from 'cotangent'

const x = tensor([[1, 2, 3], [4, 5, 6]])

// The row is used for both rows of x, so that its cotangent is the sum over them.
export const value = (row: Tensor<[3], 'float64'>) => mean(square(add(x, row)))

export const at = tensor([0.5, -1, -2])
`,
  },
  {
    name: 'loop',
    title: 'A loop: scan',
    source: `import { mul, scan, sin, type Tensor, tensor } from 'cotangent'

type Scalar = Tensor<[], 'float64'>

// Three steps of one body; the derivative is a loop too, which runs the other way.
export const value = (x: Scalar) => scan((carry: Scalar, factor: Scalar) => [mul(sin(carry), factor), carry], x, tensor([1, 2, 3]))[0]

export const at = tensor(0.7)
`,
  },
  {
    name: 'branch',
    title: 'A branch: cond',
    source: `import { cond, exp, greater, mul, sin, type Tensor, tensor } from 'cotangent'

type Scalar = Tensor<[], 'float64'>

// Only the branch that is taken runs, forward and backward.
export const value = (x: Scalar) => mul(x, cond(greater(x, 0), (z: Scalar) => sin(z), (z: Scalar) => exp(z), x))

export const at = tensor(1.2)
`,
  },
] as const satisfies readonly Preset[]

export type PresetName = (typeof presets)[number]['name']

export const presetNames: readonly PresetName[] = presets.map(({ name }) => name)

/** The text of a preset. */
export const sourceOf = (wanted: PresetName): string => presets.find(({ name }) => name === wanted)?.source ?? ''
