import { abs, add, clip, cos, div, mul, relu, sign, square, sub, tanh } from 'cotangent'
import { gradientOf, type Layer, type Matrix, type Mistaken, type Network, type Row, times } from './network.js'

type Gradient = (layers: readonly Layer[]) => readonly Layer[]

const each =
  (of: (x: Matrix) => Matrix): ((layers: readonly Layer[]) => readonly Layer[]) =>
  (layers) =>
    layers.map(({ weights, bias }) => ({ weights: of(weights), bias: of(bias as unknown as Matrix) as unknown as Row }))

const wave = (x: Matrix): Matrix => cos(mul(x, 7.3))

const withActivation =
  (of: (slope: Matrix, z: Matrix, a: Matrix) => Matrix) =>
  (network: Network): Gradient =>
    gradientOf(network, { activation: (slope, z, a) => of(slope, z, a) } satisfies Mistaken)

/** Gradients that are wrong in ways that have no name here. */
export const strange: Readonly<Record<string, (network: Network) => Gradient>> = {
  'noise everywhere': (network) => (layers) =>
    gradientOf(network)(layers).map(({ weights, bias }) => ({
      weights: add(weights, mul(0.01, wave(weights))),
      bias: add(bias, mul(0.01, wave(bias as unknown as Matrix) as unknown as Row)),
    })),
  'the gradient at another place': (network) => (layers) => gradientOf(network)(each((x) => mul(x, 1.01))(layers)),
  'sizes alone': (network) => (layers) => each((x) => abs(x))(gradientOf(network)(layers)),
  'signs alone': (network) => (layers) => each((x) => sign(x))(gradientOf(network)(layers)),
  squares: (network) => (layers) => each((x) => square(x))(gradientOf(network)(layers)),
  'a half and a square': (network) => (layers) => each((x) => add(div(x, 2), square(x)))(gradientOf(network)(layers)),
  clipped: (network) => (layers) =>
    each((x) => clip(x, { min: -0.05, max: 0.05 }) as Matrix)(gradientOf(network)(layers)),
  'a decay of which the function knows nothing': (network) => (layers) =>
    gradientOf(network)(layers).map(({ weights, bias }, index) => ({
      weights: add(weights, mul(0.037, layers[index].weights)),
      bias,
    })),
  'tanh for a slope': withActivation((slope, z) => times(slope, tanh(mul(z, 1.1)))),
  '1 - tanh for a slope': withActivation((slope, z) => times(slope, sub(1, tanh(z)))),
  'a slope from the cosine': withActivation((slope, z) => times(slope, wave(z))),
  'a cotangent of tanh': withActivation((slope, z) => tanh(times(slope, z))),
  'a power of the loss': (network) => gradientOf(network, { lossSlope: (right) => times(right, abs(right)) }),
  'the absolute error': (network) => gradientOf(network, { lossSlope: (right) => sign(right) }),
  'less of what comes back below 0': (network) =>
    gradientOf(network, { lossSlope: (right) => sub(relu(right), mul(0.37, relu(mul(-1, right)))) as Matrix }),
}
