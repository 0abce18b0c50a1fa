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

/** The same of composed layers, in pipes of five and in one list. */
const compositionOf = (count: number): string => {
  const layers = Array.from({ length: count }, (_, index) => index)
  const layerAt = (index: number): string => `dense(${64 + index}, ${65 + index})`
  const blocks = layers.filter((index) => index % 5 === 0)
  const stepAt = (index: number): string =>
    `andThen(named('layer${index}', ${layerAt(index)})), andThen(activation(o.sigmoid))`
  return `
import { pipe } from 'fp-ts/lib/function.js'
import { activation, andThen, dense, identity, named, type ParamsOf, sequential } from '../../../src/nn/index.js'
import type { Tensor } from '../../../src/tensor/index.js'
import * as o from '../operations.js'

const net0 = identity
${blocks
  .map((start, block) => {
    const steps = layers.slice(start, start + 5).map(stepAt)
    return `const net${block + 1} = pipe(net${block}, ${steps.join(', ')})`
  })
  .join('\n')}
const net = andThen(net${blocks.length}, named('last', dense(${64 + count}, 10)))
export const list = sequential(${[...layers.map(layerAt), `dense(${64 + count}, 10)`].join(', ')})

export const classify = <B extends number>(
  params: ParamsOf<typeof net>,
  x: Tensor<[B, 64], 'float64'>,
): Tensor<[B, 10], 'float64'> => net.apply(params)(x)

export const gradient = o.grad((params: ParamsOf<typeof net>, x: Tensor<[32, 64], 'float64'>, labels: Tensor<[32], 'int32'>) =>
  o.softmaxCrossEntropy(classify(params, x), labels),
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

  it('50 more composed layers take less than a second more', async () => {
    const few = await compile('composition.ts', compositionOf(5))
    let many: Compilation | undefined
    for (let trial = 0; trial < 3 && !(many && many.checkTime - few.checkTime < 1); trial++)
      many = await compile('composition.ts', compositionOf(55))
    expect(few.diagnostics).toEqual([])
    expect(many?.diagnostics).toEqual([])
    expect((many?.checkTime ?? Number.POSITIVE_INFINITY) - few.checkTime).toBeLessThan(1)
  })

  it('the work grows in proportion to the composed layers', async () => {
    const [base, few, many] = await Promise.all(
      [5, 15, 45].map((count) => compile('composition.ts', compositionOf(count))),
    )
    const [less, more] = [few, many].map(({ instantiations }) => instantiations - base.instantiations)
    expect(more / less).toBeLessThan(4 * 1.2)
    expect(more / 40).toBeLessThan(3000)
  })
})
