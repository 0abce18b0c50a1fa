import {
  add,
  binaryCrossEntropyWithLogits,
  div,
  exp,
  item,
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
} from 'cotangent'
import { epochBatches } from 'cotangent/data'
import { activation, andThen, dense, named, type ParamsOf, parallel } from 'cotangent/nn'
import { adam, carryingStep, fit, lastOf } from 'cotangent/optim'
import { foldIn, type Key, key, keyed, seed } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
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
