import { add, astype, dynamicSlice, jit, less, mul, softmax, type Tensor, take, whileLoop } from 'cotangent'
import { accuracy, predict } from 'cotangent/nn'
import { batchOf, classesOf, type Settings } from '../settings.js'
import type { Points } from './dataSets.js'
import { type Params, type State, type Training, trainingOf } from './model.js'
import type { Order } from './orders.js'

type Whole = Tensor<[], 'int32'>
type Real = Tensor<[], 'float64'>

/** What parameters come to on some points. */
export interface Score {
  readonly loss: Real
  readonly accuracy: Real
}

/** What there is to see of parameters. */
export interface Picture {
  readonly train: Score
  /** Undefined where no points are kept for the test. */
  readonly test?: Score
  /** The probabilities of the classes at the points of the grid, [points, classes]. */
  readonly probabilities: Tensor<[number, number], 'float32'>
}

/** What is compiled of a training. */
export interface Program {
  readonly training: Training
  /** Steps from one number up to another: of all points, or of batches that stand one after the other in the order. */
  readonly advance: (state: State, points: Points, order: Order | undefined, from: Whole, to: Whole) => State
  readonly picture: (
    params: Params,
    sets: { readonly train: Points; readonly test?: Points },
    grid: Tensor<[number, 2], 'float64'>,
  ) => Picture
}

interface Carry {
  readonly state: State
  readonly at: Whole
}

/** The step again and again, as a loop within the program. */
const loop = (step: (state: State, at: Whole) => State, state: State, from: Whole, to: Whole): State =>
  whileLoop(
    ({ at }: Carry) => less(at, to),
    ({ state, at }: Carry): Carry => ({ state: step(state, at), at: add(at, 1) }),
    { state, at: from },
  ).state

const advanceOf = ({ step }: Training, batchSize: number | undefined): Program['advance'] => {
  const next = (state: State, points: Points): State => {
    const { params, opt } = step(state, points)
    return { params, opt }
  }
  if (batchSize === undefined) {
    const whole = jit((state: State, points: Points, from: Whole, to: Whole) =>
      loop((each) => next(each, points), state, from, to),
    )
    return (state, points, _, from, to) => whole(state, points, from, to)
  }
  const inBatches = jit((state: State, { x, y }: Points, order: Order, from: Whole, to: Whole) =>
    loop(
      (each, at) => {
        const rows = dynamicSlice(order, [mul(at, batchSize)], [batchSize])
        return next(each, { x: take(x, rows, { axis: 0 }), y: take(y, rows, { axis: 0 }) } as Points)
      },
      state,
      from,
      to,
    ),
  )
  return (state, points, order, from, to) => inBatches(state, points, order as Order, from, to)
}

const pictureOf = ({ network, loss }: Training): Program['picture'] => {
  const score = (params: Params, points: Points): Score => ({
    loss: loss(params, points),
    accuracy: accuracy(points.y, predict(network, params)(points.x) as unknown as Points['y']),
  })
  return jit((params: Params, { train, test }: { readonly train: Points; readonly test?: Points }, grid) => ({
    train: score(params, train),
    ...(test !== undefined && { test: score(params, test) }),
    probabilities: astype(softmax(network.apply(params)(grid)), 'float32'),
  }))
}

/** Programs that were made last, and so are compiled, by what they are made of. */
const made = new Map<string, Program>()

/** How many programs are kept. */
const kept = 16

/** The program of settings: the same for the same, so that other data of as many points need no compilation. */
export const programOf = (settings: Settings): Program => {
  const { layers, optimizer, learningRate, decay } = settings
  const [classes, batchSize] = [classesOf(settings), batchOf(settings)]
  const name = JSON.stringify([layers, optimizer, learningRate, decay, classes, batchSize])
  const known = made.get(name)
  made.delete(name)
  const training = known?.training ?? trainingOf(settings, classes)
  const program = known ?? { training, advance: advanceOf(training, batchSize), picture: pictureOf(training) }
  made.set(name, program)
  for (const oldest of made.keys()) if (made.size > kept) made.delete(oldest)
  return program
}
