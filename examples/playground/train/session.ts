import { fromTypedArray, item, type Tensor, tensor, toTypedArray } from 'cotangent'
import { type Either, map } from 'fp-ts/lib/Either.js'
import { type Drawn, draw, drawnPoints, type Failure } from './model/dataSets.js'
import type { Dense, State } from './model/model.js'
import { type Orders, ordersOf } from './model/orders.js'
import { gridOf, planeOf } from './model/plane.js'
import { type Program, programOf } from './model/program.js'
import type { DrawnLayer, DrawnPoints, Figures, Frame, Plane } from './protocol.js'
import { batchOf, countsOf, type Settings } from './settings.js'

/** How many points a side of the grid has. */
const side = 64

/** A training that has come to some step; training goes on from it to another one, and leaves it as it is. */
export interface Session {
  readonly settings: Settings
  readonly drawn: Drawn
  readonly points: DrawnPoints
  readonly plane: Plane
  readonly grid: Tensor<[number, 2], 'float64'>
  readonly program: Program
  /** In which order points are taken; undefined where a step takes all of them. */
  readonly orders: Orders | undefined
  readonly state: State
  readonly step: number
  /** Milliseconds that a step took, the mean over those that were taken last; undefined before the first. */
  readonly pace: number | undefined
}

/** The training of settings before its first step, its programs compiled; or what stands in the way. */
export const start = (settings: Settings): Either<Failure, Session> =>
  map((drawn: Drawn): Session => {
    const batchSize = batchOf(settings)
    const program = programOf(settings)
    const [params] = program.training.network.init(drawn.state)
    const points = drawnPoints(drawn)
    const plane = planeOf(settings, points)
    const session: Session = {
      settings,
      drawn,
      points,
      plane,
      grid: fromTypedArray(gridOf(plane, side, side), [side * side, 2]),
      program,
      orders: batchSize === undefined ? undefined : ordersOf(drawn.train.y.shape[0], batchSize, settings.seed),
      state: { params, opt: program.training.optimizer.init(params) },
      step: 0,
      pace: undefined,
    }
    // No step at all: what there is to compile is.
    taken(session, 0)
    return session
  })(draw(settings))

const whole = (value: number): Tensor<[], 'int32'> => tensor(value, { dtype: 'int32' })

/** How many steps can be taken in one call of the program. */
const atOnce = ({ orders, step }: Session): number =>
  orders === undefined ? 100_000 : orders.steps - (step % orders.steps)

/** The state after some more steps, as many as can be taken in one call or fewer. */
const taken = ({ program, drawn: { train }, state, orders, step }: Session, steps: number): State => {
  const from = orders === undefined ? 0 : step % orders.steps
  const order = orders?.at(Math.floor(step / orders.steps))
  return program.advance(state, train, order, whole(from), whole(from + steps))
}

/** Milliseconds since some moment. */
export type Clock = () => number

const clockOfTheMachine: Clock = () => performance.now()

/**
 * The training after so many more steps, or after as many as fit into so many milliseconds, at least one, whichever is
 * less. Where it comes to does not depend on how the way there is cut.
 */
export const advance = (
  session: Session,
  steps: number,
  milliseconds = Number.POSITIVE_INFINITY,
  clock: Clock = clockOfTheMachine,
): Session => {
  const begin = clock()
  const end = begin + milliseconds
  let current = session
  let [done, now] = [0, begin]
  while (done < steps) {
    // Half of what seems to fit, again and again, since an estimate may be wrong. The first step tells how long one takes.
    const fitting = current.pace === undefined ? 1 : Math.floor((end - now) / 2 / current.pace)
    if (done > 0 && fitting < 1) break
    const count = Math.min(steps - done, atOnce(current), Math.max(1, fitting))
    const state = taken(current, count)
    done += count
    now = clock()
    current = { ...current, state, step: current.step + count, pace: Math.max((now - begin) / done, 1e-6) }
  }
  return current
}

/** Whether a layer has weights. */
const isDense = (params: State['params'][number]): params is Dense => 'weights' in params

const drawnLayer = ({ weights, bias }: Dense): DrawnLayer => ({
  inputs: weights.shape[0],
  outputs: weights.shape[1],
  weights: Float32Array.from(toTypedArray(weights)),
  bias: Float32Array.from(toTypedArray(bias)),
})

/** How many steps there are in an epoch. */
const perEpoch = ({ settings }: Session): number => {
  const batchSize = batchOf(settings)
  return batchSize === undefined ? 1 : Math.floor(countsOf(settings).train / batchSize)
}

/** What there is to see of a training, after some figures of the way; the loss may be no number, where it was led astray. */
export const frameOf = (session: Session, passed: readonly Figures[] = []): Frame => {
  const { program, drawn, grid, state, step, pace } = session
  const { train, test } = drawn
  const picture = program.picture(state.params, test === undefined ? { train } : { train, test }, grid)
  const figures: Figures = {
    step,
    trainLoss: item(picture.train.loss),
    testLoss: picture.test === undefined ? Number.NaN : item(picture.test.loss),
    trainAccuracy: item(picture.train.accuracy),
    testAccuracy: picture.test === undefined ? Number.NaN : item(picture.test.accuracy),
  }
  return {
    figures,
    passed,
    epoch: Math.floor(step / perEpoch(session)),
    grid: { rows: side, columns: side, probabilities: toTypedArray(picture.probabilities) },
    layers: state.params.filter(isDense).map(drawnLayer),
    stepTime: pace === undefined ? Number.NaN : 1000 * pace,
  }
}

/** Where a training has come to, and the figures of the way there. */
export interface Walk {
  readonly session: Session
  readonly passed: readonly Figures[]
}

/**
 * The same as {@link advance}, with the figures before each stretch of so many steps. It ends where the loss is no number:
 * nothing comes after that.
 */
export const walk = (session: Session, steps: number, every: number, milliseconds = Number.POSITIVE_INFINITY): Walk => {
  const end = performance.now() + milliseconds
  const goal = session.step + steps
  const passed: Figures[] = []
  let current = session
  while (current.step < goal) {
    const left = end - performance.now()
    if (current !== session && left <= 0) break
    if (every < goal - session.step) {
      const { figures } = frameOf(current)
      if (!Number.isFinite(figures.trainLoss)) break
      passed.push(figures)
    }
    current = advance(current, Math.min(every, goal - current.step), left)
  }
  return { session: current, passed }
}

/** How many numbers parameters are. */
export const parametersOf = (params: State['params']): number =>
  params.filter(isDense).reduce((sum, { weights, bias }) => sum + (weights.shape[0] + 1) * bias.shape[0], 0)
