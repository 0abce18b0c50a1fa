import { add, exp, type FloatDType, fromTypedArray, iterate, jit, mul, sub, sum, type Tensor } from 'cotangent'
import { leastSeconds } from '../clock.js'
import type { Float } from '../contestants/index.js'
import { copyRate } from './copy.js'

type Vector = Tensor<[number], FloatDType>
type Numbers = Float64Array | Float32Array

export interface ElementwiseArgument {
  readonly count: number
  readonly dtype: Float
}

/** A chain of operations, as a library and as a loop has it; how many arrays it reads and writes, at least. */
interface Chain {
  readonly name: string
  readonly arrays: number
  readonly step: (x: Vector, y: Vector) => Vector
  readonly loop: (x: Numbers, y: Numbers, to: Numbers) => void
}

export const chains: readonly Chain[] = [
  {
    name: 'x / 2 + 1',
    arrays: 2,
    step: (x) => add(mul(x, 0.5), 1),
    loop: (x, _, to) => {
      for (let at = 0; at < x.length; at++) to[at] = x[at] * 0.5 + 1
    },
  },
  {
    name: 'x / 2 + y',
    arrays: 3,
    step: (x, y) => add(mul(x, 0.5), y),
    loop: (x, y, to) => {
      for (let at = 0; at < x.length; at++) to[at] = x[at] * 0.5 + y[at]
    },
  },
  {
    name: 'x - x (x - y) (x + y) / 4',
    arrays: 3,
    step: (x, y) => sub(x, mul(mul(mul(x, sub(x, y)), add(x, y)), 0.25)),
    loop: (x, y, to) => {
      for (let at = 0; at < x.length; at++) to[at] = x[at] - x[at] * (x[at] - y[at]) * (x[at] + y[at]) * 0.25
    },
  },
  {
    name: 'exp(-x)',
    arrays: 2,
    step: (x) => exp(mul(x, -1)),
    loop: (x, _, to) => {
      for (let at = 0; at < x.length; at++) to[at] = Math.exp(-x[at])
    },
  },
]

/** The seconds of one pass inside a program: what some more of them cost. */
const passSeconds = ({ step }: Chain, x: Vector, y: Vector): number => {
  const passes = (count: number) => {
    const run = jit((each: Vector) => sum(iterate((z: Vector) => step(z, y), count, each)))
    run(x)
    return leastSeconds(() => run(x), 3)
  }
  const [few, many] = [1, 6]
  return (passes(many) - passes(few)) / (many - few)
}

/** Rates in billions of bytes a second, of a copy, of chains inside a program and as loops, and of copying a result out. */
export const elementwiseProbe = async ({ count, dtype }: ElementwiseArgument) => {
  const create = (value: number): Numbers =>
    (dtype === 'float64' ? new Float64Array(count) : new Float32Array(count)).fill(value)
  const [first, second, third] = [create(0.5), create(0.75), create(0)]
  const bytes = first.byteLength
  const [x, y]: Vector[] = [first, second].map((data) => fromTypedArray(data, [count]))
  const measured = chains.map((chain) => ({
    name: chain.name,
    program: (chain.arrays * bytes) / passSeconds(chain, x, y) / 1e9,
    loop: (chain.arrays * bytes) / leastSeconds(() => chain.loop(first, second, third), 3) / 1e9,
  }))
  const once = jit((each: Vector) => chains[0].step(each, y))
  once(x)
  const called = leastSeconds(() => once(x), 3)
  const inside = (chains[0].arrays * bytes) / (measured[0].program * 1e9)
  return { copy: (await copyRate(bytes)) / 1e9, chains: measured, out: (2 * bytes) / (called - inside) / 1e9 }
}
