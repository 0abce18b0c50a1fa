import {
  argmax,
  astype,
  dynamicSlice,
  type Engine,
  item,
  jit,
  pad,
  relu,
  reshape,
  softmaxCrossEntropy,
  type Tensor,
  unstack,
  vmap,
} from 'cotangent'
import { batchesPerEpoch, epochBatches } from 'cotangent/data'
import { activation, andThen, dense, initializers, named, type ParamsOf } from 'cotangent/nn'
import { adamw, type CarryingState, carryingStep, cosineSchedule, fit } from 'cotangent/optim'
import { seed as from, type Key, key, keyed, split } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import { type Run, runOf } from '../stages.js'
import type { Digits, Split } from './digits.js'
import { classes } from './network.js'

// A network that learns the same without the lesson's troubles: weights as large as their number allows, the loss from
// logits, small batches, Adam with a rate that rises and falls, and digits that move about.

export interface StableOptions extends Split {
  readonly seed: number
  readonly stable: {
    readonly hidden: number
    readonly epochs: number
    readonly batchSize: number
    /** The largest learning rate, reached after the first epoch; from there it falls to 0 as a cosine. */
    readonly rate: number
    readonly weightDecay: number
    /** By how many pixels at most digits are moved, up or down and to a side, anew in every step. */
    readonly shift: number
  }
  readonly engine: Engine
}

type Images = Tensor<[number, number, number], 'float32'>

/** Images `[m, height, width]`, and their labels. */
interface Batch {
  readonly images: Images
  readonly labels: Tensor<[number], 'int32'>
}

const stableNetwork = (pixels: number, hidden: number) =>
  pipe(
    named('hidden', dense(pixels, hidden, { weights: initializers.heNormal, dtype: 'float32' })),
    andThen(activation(relu, 'relu')),
    andThen(named('output', dense(hidden, classes as number, { dtype: 'float32' }))),
  )

export type StableParams = ParamsOf<ReturnType<typeof stableNetwork>>

export type StableState = CarryingState<StableParams, Key>

const logits = (params: StableParams, images: Images): Tensor<[number, number], 'float32'> => {
  const [pixels, hidden] = params.hidden.weights.shape
  return stableNetwork(pixels, hidden).apply(params)(reshape(images, [-1, pixels]))
}

/** Digits, each moved by as many pixels as a key says, at most `most` of them; what comes in at the border is black. */
export const moved = (images: Images, shuffle: Key, most: number): Images => {
  const [count, height, width] = images.shape
  const corners = keyed.randint(shuffle, 0, 2 * most + 1, [count, 2])
  const roomy = pad(images, [
    [0, 0],
    [most, most],
    [most, most],
  ])
  return vmap((image: Tensor<[number, number], 'float32'>, corner: Tensor<[number], 'int32'>) =>
    dynamicSlice(image, corner, [height, width]),
  )(roomy, corners)
}

/** The cross entropy of moved digits, and the key of the next step. */
const loss =
  (shift: number) =>
  (params: StableParams, { images, labels }: Batch, current: Key): readonly [Tensor<[], 'float32'>, Key] => {
    const [now, next] = unstack(split(current)) as [Key, Key]
    return [softmaxCrossEntropy(logits(params, moved(images, now, shift)), labels), next]
  }

const batchOf = ({ images, labels }: Digits, [height, width]: Split['shape']): Batch => ({
  images: reshape(astype(images, 'float32'), [-1, height, width]),
  labels,
})

/** The digits that images are taken for. */
export const stablePredictions = (params: StableParams, digits: Digits, { shape, engine }: StableOptions) =>
  jit((images: Images) => argmax(logits(params, images), { axis: 1 }), { engine })(batchOf(digits, shape).images)

/** The training in epochs of small batches: a stage for each epoch, with the cost of all digits as they are. */
export const stableTraining = ({ seed, stable, train, shape, engine }: StableOptions): Run<StableState> => {
  const { hidden, epochs, batchSize, rate, weightDecay, shift } = stable
  const digits = batchOf(train, shape)
  const [order, carry] = unstack(split(key(seed))) as [Key, Key]
  const inBatches = { batchSize: Math.min(batchSize, train.images.shape[0]), dropLast: true, key: order }
  const every = batchesPerEpoch(digits, inBatches)
  const total = epochs * every
  const optimizer = adamw(cosineSchedule({ peak: rate, warmup: Math.min(every, total - 1), steps: total }), {
    weightDecay,
  })
  const descend = carryingStep(loss(shift), optimizer)
  const step = (state: StableState, batch: Batch): StableState => {
    const { loss: _, ...next } = descend(state, batch)
    return next
  }
  const [params] = stableNetwork(train.images.shape[1], hidden).init(from(seed))
  const costAt = jit((at: StableParams) => softmaxCrossEntropy(logits(at, digits.images), digits.labels), { engine })
  return runOf<StableState>(
    { params, opt: optimizer.init(params), carry },
    (state) => item(costAt(state.params)),
    (state, done) =>
      fit(step, state, epochBatches(digits, { ...inBatches, epochs, from: done }), {
        every,
        compile: true,
        jit: { engine },
      }),
    { total, every },
  )
}
