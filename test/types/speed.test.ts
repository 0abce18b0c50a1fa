import { describe, expect, it, vi } from 'vitest'
import { type Compilation, compile } from './compiler.js'

vi.setConfig({ testTimeout: 120_000 })

/** A model of `count` dense layers, generic in the number of examples, its loss and its gradient. */
const modelOf = (count: number): string => {
  const layers = Array.from({ length: count }, (_, index) => index)
  const sizeAt = (index: number): number => 64 + index
  return `
import { pipe } from 'fp-ts/lib/function.js'
import type { Tensor } from '../../../src/tensor/index.js'
import * as o from '../operations.js'

export interface Layer<I extends number, O extends number> {
  readonly weights: Tensor<[I, O], 'float64'>
  readonly bias: Tensor<[O], 'float64'>
}

export interface Model {
${layers.map((index) => `  readonly layer${index}: Layer<${sizeAt(index)}, ${sizeAt(index + 1)}>`).join('\n')}
}

export const model = <B extends number>(_params: Model, h0: Tensor<[B, 64], 'float64'>): Tensor<[B, ${sizeAt(count)}], 'float64'> => {
${layers
  .map(
    (index) =>
      `  const h${index + 1} = pipe(h${index}, o.matmul(_params.layer${index}.weights), o.add(_params.layer${index}.bias), o.sigmoid)`,
  )
  .join('\n')}
  return pipe(h${count}, o.softmax)
}

export const gradient = o.grad((params: Model, x: Tensor<[32, 64], 'float64'>, labels: Tensor<[32], 'int32'>) =>
  o.softmaxCrossEntropy(model(params, x), labels),
)
`
}

describe('checking of types is fast', () => {
  it('50 layers take less than a second more than none', async () => {
    const none = await compile('model.ts', modelOf(0))
    let fifty: Compilation | undefined
    // A machine that is busy with other things is given three tries.
    for (let trial = 0; trial < 3 && !(fifty && fifty.checkTime - none.checkTime < 1); trial++)
      fifty = await compile('model.ts', modelOf(50))
    expect(none.diagnostics).toEqual([])
    expect(fifty?.diagnostics).toEqual([])
    expect((fifty?.checkTime ?? Number.POSITIVE_INFINITY) - none.checkTime).toBeLessThan(1)
  })

  it('the work grows in proportion to the layers', async () => {
    const [none, few, many] = await Promise.all([0, 10, 40].map((count) => compile('model.ts', modelOf(count))))
    const [less, more] = [few, many].map(({ instantiations }) => instantiations - none.instantiations)
    expect(more / less).toBeLessThan(4 * 1.2)
    expect(more / 40).toBeLessThan(3000)
  })
})
