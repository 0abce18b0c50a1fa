import { add, matmul, slice } from 'cotangent'
import { type Matrix, type Rows, rowsOf } from '../numbers.js'
import type { Labels, Linear } from './byHand.js'
import type { Examples } from './dataset.js'
import { type Network, type Params, score } from './network.js'

/** What an untrained network makes of the first examples. */
export interface Forward {
  readonly params: Params
  /** The outputs of its linear layer. */
  readonly outputs: Rows
  readonly probabilities: Rows
  readonly loss: number
}

export const forward = (network: Network, { x, labels }: Examples, count: number, params: Params): Forward => {
  const first = { x: slice(x, [[0, count]]) as Matrix, labels: slice(labels, [[0, count]]) as Labels }
  const { weights, bias } = params[0] as Linear
  return {
    params,
    outputs: rowsOf(add(matmul(first.x, weights), bias)),
    probabilities: rowsOf(network.apply(params)(first.x)),
    loss: score(network, first, params).loss,
  }
}
