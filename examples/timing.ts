import { fileURLToPath } from 'node:url'
import { grad, iterate, jit, makeGraph, mul, sub } from 'cotangent'
import * as backprop from './lessons/backprop/lesson.js'
import * as iris from './lessons/backprop/network.js'
import { classified } from './lessons/backprop/split.js'
import * as neurons from './lessons/neurons/lesson.js'
import * as xor from './lessons/neurons/network.js'
import { examplesOf } from './lessons/neurons/neuron.js'
import type { Scalar } from './lessons/numbers.js'
import { table } from './lessons/printed.js'

/** Where the time of one training step goes, in microseconds. */
export interface Timing {
  readonly step: string
  /** Following the loss into a graph. */
  readonly trace: number
  /** What its gradient and the update add to that. */
  readonly differentiate: number
  /** Running the graph of the whole step by the primitives' own definitions. */
  readonly interpret: number
  /** The first call of the compiled step, but for tracing and running it. */
  readonly compile: number
  /** A later call of it. */
  readonly run: number
  /** One of many steps that run as one compiled loop. */
  readonly loop: number
}

const microseconds = (work: () => unknown): number => {
  const start = performance.now()
  work()
  return (performance.now() - start) * 1000
}

/** The median of several runs, after some to warm up. */
const usual = (work: () => unknown, runs = 40): number => {
  const times = Array.from({ length: 2 * runs }, () => microseconds(work)).slice(runs)
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]
}

/** A step of training, and a thousand of them. */
interface Workload<P> {
  readonly step: string
  readonly loss: (params: P) => Scalar
  readonly descend: (params: P) => P
  readonly descendOften: (params: P) => P
  readonly params: P
}

const often = 1000

const timingOf = <P>({ step, loss, descend, descendOften, params }: Workload<P>): Timing => {
  const trace = usual(() => makeGraph(loss)(params))
  const whole = usual(() => makeGraph(descend)(params))
  const interpreted = jit(descend, { engine: 'reference' })
  const interpret = usual(() => interpreted(params))
  const compiled = jit(descend)
  const first = microseconds(() => compiled(params))
  const run = usual(() => compiled(params))
  const loop = jit(descendOften)
  return {
    step,
    trace,
    differentiate: whole - trace,
    interpret,
    compile: first - whole - run,
    run,
    loop: usual(() => loop(params), 3) / often,
  }
}

const onIris = (): Workload<iris.Weights> => {
  const { defaults } = backprop
  const loss = iris.loss(classified(defaults.flowers).train)
  const descend = (weights: iris.Weights): iris.Weights => {
    const { w1, w2 } = grad(loss)(weights)
    return { w1: sub(weights.w1, mul(defaults.rate, w1)), w2: sub(weights.w2, mul(defaults.rate, w2)) }
  }
  return {
    step: 'iris, 120 x 4-10-3',
    loss,
    descend,
    descendOften: (initial) => iterate(descend, often, initial),
    params: backprop.initialWeights(defaults),
  }
}

const onExclusiveOr = (): Workload<xor.Weights> => {
  const { defaults } = neurons
  const loss = xor.halfSquaredError(examplesOf(defaults.hard))
  const descend = (weights: xor.Weights): xor.Weights => {
    const { w01, w12 } = grad(loss)(weights)
    return { w01: sub(weights.w01, mul(defaults.rate, w01)), w12: sub(weights.w12, mul(defaults.rate, w12)) }
  }
  return {
    step: 'exclusive or, 4 x 3-4-1',
    loss,
    descend,
    descendOften: (initial) => iterate(descend, often, initial),
    params: neurons.initialNetwork(defaults),
  }
}

/** Where time goes in a step of the lessons' networks, on all examples at once. */
export const timings = (): readonly Timing[] => [timingOf(onIris()), timingOf(onExclusiveOr())]

const microsecondsText = (time: number): string => time.toFixed(time < 100 ? 1 : 0)

/** The timings as a table. */
export const showTimings = (all: readonly Timing[]): string =>
  table([
    [
      `microseconds, Node ${process.versions.node}`,
      'trace',
      'differentiate',
      'interpret',
      'compile',
      'run',
      'in a loop',
    ],
    ...all.map(({ step, ...times }) => [
      step,
      ...[times.trace, times.differentiate, times.interpret, times.compile, times.run, times.loop].map(
        microsecondsText,
      ),
    ]),
  ])

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(showTimings(timings()))
