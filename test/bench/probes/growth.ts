import { add, exp, grad, item, jit, makeGraph, mul, type Tensor, tanh, tensor } from 'cotangent'
import { leastSeconds, secondsOf } from '../clock.js'

type Scalar = Tensor<[], 'float64'>

/** A graph as deep as it is large. */
const chain =
  (size: number) =>
  (x: Scalar): Scalar => {
    let y = x
    for (let i = 0; i < size; i++) y = tanh(y)
    return y
  }

/** A graph of logarithmic depth. */
const tree =
  (size: number) =>
  (x: Scalar): Scalar => {
    let level = Array.from({ length: Math.ceil(size / 3) }, (_, i) => exp(mul(x, i / size)))
    while (level.length > 1)
      level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
        2 * i + 1 < level.length ? add(level[2 * i], level[2 * i + 1]) : level[2 * i],
      )
    return level[0]
  }

/** A function that decides at every operation from the value at hand whether to go on. */
const defineByRun =
  (size: number) =>
  (x: Scalar): Scalar => {
    let y = x
    for (let i = 0; i < size && item(y) !== 0; i++) y = tanh(y)
    return y
  }

const graphs = { chain, tree } as const

export interface GrowthArgument {
  readonly kind: keyof typeof graphs
  /** Operations of the function, before it is differentiated. */
  readonly size: number
}

/** Seconds of the gradient of a large graph: made, interpreted, compiled and run at first, and run again. */
export const growthProbe = ({ kind, size }: GrowthArgument) => {
  const f = graphs[kind](size)
  const at = tensor(0.5)
  const make = secondsOf(() => makeGraph(grad(f))(at))
  const interpret = secondsOf(() => item(grad(f)(at)))
  const compiled = jit(grad(f))
  const compile = secondsOf(() => item(compiled(at))) - make
  return { make, interpret, compile, run: leastSeconds(() => item(compiled(at)), 5) }
}

export interface DefineByRunArgument {
  readonly size: number
}

/** Seconds of a gradient whose function reads its values. */
export const defineByRunProbe = ({ size }: DefineByRunArgument): number => {
  const f = defineByRun(size)
  return leastSeconds(() => item(grad(f)(tensor(0.5))), 2)
}
