/**
 * How long gradients take to be checked: `npm run bench:check`. A multilayer perceptron of 10,000 parameters at one example,
 * entry by entry and by random projections, and one of 1,000,000 parameters by projections; the median of several runs.
 */
import {
  add,
  type GradcheckOptions,
  gradcheck,
  matmul,
  mean,
  reshape,
  square,
  sub,
  type Tensor,
  tanh,
  tensor,
} from '../../src/index.js'
import { normal, seed } from '../../src/random/index.js'
import { medianOf, secondsOf } from './clock.js'

type Params = readonly Tensor[]
type Untyped = (...args: readonly unknown[]) => Tensor

const o = { add, matmul, mean, reshape, square, sub, tanh } as unknown as Readonly<Record<string, Untyped>>

/** Weights and biases of layers of these sizes. */
const paramsOf = (sizes: readonly number[]): Params =>
  sizes.slice(1).flatMap((outputs, layer) => {
    const inputs = sizes[layer]
    const [weights] = normal(0, 1 / Math.sqrt(inputs), [inputs, outputs])(seed(layer))
    const [bias] = normal(0, 0.1, [outputs])(seed(100 + layer))
    return [weights, bias] as Params
  })

const countOf = (params: Params): number =>
  params.reduce((total, { shape }) => total + shape.reduce((product, extent) => product * extent, 1), 0)

/** The squared error of a network with tanh at one example. */
const lossOf = (inputs: number, outputs: number) => {
  const x = tensor([Array.from({ length: inputs }, (_, index) => Math.fround(((index * 37) % 101) / 101 - 0.5))])
  const y = tensor([Array.from({ length: outputs }, (_, index) => ((index * 17) % 11) / 11)])
  return (params: Params): Tensor<[], 'float64'> => {
    const layers = params.length / 2
    const last = Array.from({ length: layers }, (_, layer) => layer).reduce<Tensor>((a, layer) => {
      const z = o.add(o.matmul(a, params[2 * layer]), params[2 * layer + 1])
      return layer < layers - 1 ? o.tanh(z) : z
    }, x)
    return o.mean(o.square(o.sub(last, y))) as Tensor<[], 'float64'>
  }
}

interface Measure {
  readonly name: string
  readonly sizes: readonly number[]
  readonly options: GradcheckOptions
  readonly runs: number
  /** Seconds that it may take. */
  readonly goal: number
}

const measures: readonly Measure[] = [
  { name: 'entry by entry', sizes: [64, 96, 36, 10], options: {}, runs: 5, goal: 2 },
  { name: 'by projections', sizes: [64, 96, 36, 10], options: { fast: true }, runs: 9, goal: 0.1 },
  { name: 'by projections', sizes: [784, 900, 320, 10], options: { fast: true }, runs: 3, goal: 10 },
]

for (const { name, sizes, options, runs, goal } of measures) {
  const params = paramsOf(sizes)
  const loss = lossOf(sizes[0], sizes[sizes.length - 1])
  const check = (): void => {
    const found = gradcheck(loss, params, options)
    if (found._tag === 'Left') throw new Error(String(found.left))
  }
  const first = secondsOf(check)
  const before = process.cpuUsage()
  const median = medianOf(Array.from({ length: runs }, () => secondsOf(check)))
  const { user, system } = process.cpuUsage(before)
  const busy = (user + system) / 1000 / runs
  console.log(
    `${countOf(params).toLocaleString('en')} parameters, ${name}: ${(1000 * median).toFixed(0)} ms, the median of ${runs} (the first ${(1000 * first).toFixed(0)} ms; of processors ${busy.toFixed(0)} ms; goal ${1000 * goal} ms)`,
  )
  if (median > goal) process.exitCode = 1
}
