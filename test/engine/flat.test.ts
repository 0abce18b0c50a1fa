import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { currentHeap } from '../../src/engine/memory.js'
import {
  add,
  fromTypedArray,
  grad,
  jit,
  matmul,
  mean,
  mul,
  square,
  sub,
  type Tensor,
  tanh,
  zipTrees,
} from '../../src/index.js'
import { exhaustive } from '../laws/counts.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes that JavaScript holds on to, and bytes of the memory that programs run in. */
const bytesHeld = (): { readonly javascript: number; readonly programs: number } => {
  // The second time, buffers are gone that the first has found to be of no use.
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return { javascript: heapUsed + arrayBuffers, programs: currentHeap().bool.length }
}

interface Params {
  readonly weights: readonly [Tensor, Tensor]
  readonly biases: readonly [Tensor, Tensor]
}

const numbers = (...shape: readonly number[]): Tensor => {
  const size = shape.reduce((product, extent) => product * extent, 1)
  return fromTypedArray(
    Float64Array.from({ length: size }, (_, index) => Math.sin(index)),
    shape,
  )
}

const loss = ({ weights, biases }: Params, x: Tensor, y: Tensor): Tensor => {
  const hidden = tanh(add(matmul(x, weights[0]), biases[0]))
  return mean(square(sub(add(matmul(hidden, weights[1]), biases[1]), y)))
}

/** A step of training by one of several batches: new parameters each time, and a storage of their own for each. */
const trainer = (inputs: number, hidden: number, batch: number): ((step: number) => void) => {
  const rate = 0.01
  const update = jit((params: Params, x: Tensor, y: Tensor) =>
    zipTrees(params, grad(loss as never)(params as never, x, y) as never, (p: Tensor, g: Tensor) =>
      sub(p, mul(g, rate)),
    ),
  )
  const batches = [1, 2, 3].map((scale) => [mul(numbers(batch, inputs), scale), numbers(batch, 2)] as const)
  let params: Params = {
    weights: [numbers(inputs, hidden), numbers(hidden, 2)],
    biases: [numbers(hidden), numbers(2)],
  }
  return (step) => {
    const [x, y] = batches[step % batches.length]
    params = update(params, x, y) as unknown as Params
  }
}

const allowed = 2 ** 21

describe('memory stays flat over steps that are called one at a time', () => {
  it.each([
    ['small parameters', exhaustive ? 1_000_000 : 30_000, trainer(3, 4, 4)],
    ['large parameters', exhaustive ? 20_000 : 300, trainer(512, 64, 32)],
  ])('of %s, %d of them', (name, steps, train) => {
    const warm = steps / 10
    for (let step = 0; step < warm; step++) train(step)
    const before = bytesHeld()
    const start = performance.now()
    for (let step = 0; step < steps; step++) train(step)
    const microseconds = ((performance.now() - start) / steps) * 1e3
    const after = bytesHeld()
    const grown = after.javascript - before.javascript
    console.log(`${steps} steps of ${name}: ${grown} bytes more, ${microseconds.toFixed(1)} us a step`)
    expect(grown).toBeLessThan(allowed)
    expect(after.programs).toBe(before.programs)
  })
})
