import { add, matmul, mean, square, sub, type Tensor, tanh, tensor } from '../../src/index.js'
import { adam, type TrainState, trainStep } from '../../src/optim/index.js'
import { elementsOf } from './support.js'

/** A small training: a unit of two inputs, batches of three rows, and Adam. */
export type Scalar = Tensor<[], 'float64'>
export type Batch = { readonly x: Tensor<[number, 2], 'float64'>; readonly y: Tensor<[number], 'float64'> }
export type Params = { readonly w: Tensor<[2], 'float64'>; readonly b: Scalar }

export const loss = ({ w, b }: Params, { x, y }: Batch): Scalar => mean(square(sub(tanh(add(matmul(x, w), b)), y)))
export const optimizer = adam(0.05)
export const step = trainStep(loss, optimizer)
export const params: Params = { w: tensor([0.3, -0.2]), b: tensor(0.1) }
export const start: TrainState<Params> = { params, opt: optimizer.init(params) }

export const batchOf = (seed: number, size = 3): Batch => ({
  x: tensor(
    Array.from({ length: size }, (_, i) => [((seed * 7 + i * 5) % 11) / 11, ((seed * 3 + i) % 7) / 7 - 0.5]),
  ) as never,
  y: tensor(Array.from({ length: size }, (_, i) => ((seed + i) % 3) / 3)) as never,
})

export const batches = [0, 1, 2, 3, 4, 5, 6].map((seed) => batchOf(seed))

/** The fold of the plain step, which knows nothing of `fit`. */
export const folded = (given: readonly Batch[]) => {
  let state = start
  return given.map((batch) => {
    const next = step(state, batch)
    state = next
    return next
  })
}

export const bits = (states: Iterable<unknown>): readonly (readonly number[])[] => Array.from(states, elementsOf)
