import {
  add,
  binaryCrossEntropyWithLogits,
  broadcastTo,
  clip,
  div,
  exp,
  item,
  logit,
  mean,
  mul,
  reshape,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  toArray,
} from 'cotangent'
import { epochBatches } from 'cotangent/data'
import { activation, andThen, dense, named, type ParamsOf, parallel } from 'cotangent/nn'
import { adam, carryingStep, fit } from 'cotangent/optim'
import { foldIn, type Key, key, keyed, seed } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'
import { drawDigits } from '../data/digits.js'

type Scalar = Tensor<[], 'float64'>
type Matrix = Tensor<[number, number], 'float64'>

/** Of images to where they may lie among few numbers, and of such numbers back to images. */
const network = (pixels: number, hidden: number, latent: number) => ({
  encoder: pipe(
    named('inner', dense(pixels, hidden)),
    andThen(activation(tanh)),
    andThen(parallel({ mean: dense(hidden, latent), logVariance: dense(hidden, latent) })),
  ),
  decoder: pipe(
    named('inner', dense(latent, hidden)),
    andThen(activation(tanh)),
    andThen(named('outer', dense(hidden, pixels))),
  ),
})
type Network = ReturnType<typeof network>

interface Params {
  readonly encoder: ParamsOf<Network['encoder']>
  readonly decoder: ParamsOf<Network['decoder']>
}

/** The sum over pixels of what it costs to tell them, a mean over images: in nats. */
const telling = (logits: Matrix, images: Matrix): Scalar =>
  div(binaryCrossEntropyWithLogits(logits, images, { reduction: 'sum' }), images.shape[0])

/**
 * An upper bound of what an image costs to tell, in nats (Kingma and Welling, Auto-encoding variational Bayes, 2013): the
 * pixels given a place z that is drawn around the image's mean, and how far that is from knowing nothing,
 * 1/2 sum (mean^2 + variance - log variance - 1).
 */
const bound =
  ({ encoder, decoder }: Network) =>
  (params: Params, images: Matrix, noise: Key): Scalar => {
    const { mean: centre, logVariance } = encoder.apply(params.encoder)(images)
    const z = add(centre, mul(exp(div(logVariance, 2)), keyed.normal(noise, centre.shape)))
    const excess = sub(sub(add(square(centre), exp(logVariance)), logVariance), 1)
    return add(telling(decoder.apply(params.decoder)(z), images), div(sum(excess), 2 * images.shape[0]))
  }

export interface AutoencoderOptions {
  readonly seed: number
  readonly images: number
  readonly hidden: number
  readonly latent: number
  readonly epochs: number
  readonly batchSize: number
  readonly rate: number
}

export const defaults: AutoencoderOptions = {
  seed: 4,
  images: 1000,
  hidden: 64,
  latent: 6,
  epochs: 15,
  batchSize: 50,
  rate: 0.005,
}

export interface AutoencoderFigures {
  /** The bound of every batch before the step that it leads to, in nats an image. */
  readonly bounds: readonly number[]
  /** What an image costs to tell for who knows how often each pixel is set, in nats. */
  readonly pixelByPixel: number
  /** Images that it makes up, one a row: the probability of each pixel. */
  readonly dreams: readonly (readonly number[])[]
}

/** A variational autoencoder of drawn digits: it learns to tell an image by a few numbers, and to make up others. */
export const autoencoder = (given: Partial<AutoencoderOptions> = {}): AutoencoderFigures => {
  const { seed: start, images: count, hidden, latent, epochs, batchSize, rate } = { ...defaults, ...given }
  const [{ images: pictures }, state] = drawDigits(count, 0)(seed(start))
  const pixels = pictures.shape[1] * pictures.shape[2]
  const images: Matrix = reshape(pictures, [count, pixels])
  const net = network(pixels, hidden, latent)
  const [params] = pipe(
    net.encoder.init,
    State.bindTo('encoder'),
    State.bind('decoder', () => net.decoder.init),
  )(state)

  const optimizer = adam(rate)
  const loss = (params: Params, batch: Matrix, step: Tensor<[], 'int32'>): [Scalar, Tensor<[], 'int32'>] => [
    bound(net)(params, batch, foldIn(key(start), step)),
    add(step, 1),
  ]
  const first = { params, opt: optimizer.init(params), carry: tensor(0, { dtype: 'int32' }) }
  const batches = epochBatches(images, { batchSize, epochs, key: key(start) })
  const states = [...fit(carryingStep(loss, optimizer), first, batches)]
  const trained = states[states.length - 1].params
  const frequency = clip(mean(images, { axis: 0 }), { min: 1e-12, max: 1 - 1e-12 })
  const z = keyed.normal(key(start), [8, latent])
  return {
    bounds: states.map((each) => item(each.loss)),
    pixelByPixel: item(telling(broadcastTo(logit(frequency), images.shape), images)),
    dreams: toArray(sigmoid(net.decoder.apply(trained.decoder)(z))),
  }
}
