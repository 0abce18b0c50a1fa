import { beforeAll, describe, expect, it } from 'vitest'
import { type Compilation, compile } from './compiler.js'

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

/** The larger of two programs, within a second of the smaller one; a machine that is busy is given three tries. */
const within = async (less: Compilation, name: string, source: string): Promise<Compilation> => {
  let more = await compile(name, source)
  for (let trial = 1; trial < 3 && more.checkTime - less.checkTime >= 1; trial++) more = await compile(name, source)
  return more
}

// Each kind of model with few layers, with more and with 50 more than few.
describe.each([
  ['layers', 'model.ts', modelOf, [0, 10, 50]],
  ['composed layers', 'composition.ts', compositionOf, [5, 15, 55]],
] as const)('checking of types is fast: of %s', (_, name, sourceOf, counts) => {
  let few: Compilation
  let more: Compilation
  let many: Compilation

  beforeAll(async () => {
    few = await compile(name, sourceOf(counts[0]))
    more = await compile(name, sourceOf(counts[1]))
    many = await within(few, name, sourceOf(counts[2]))
  }, 120_000)

  it('all of them compile', () => expect([few, more, many].map(({ diagnostics }) => diagnostics)).toEqual([[], [], []]))

  it('50 more take less than a second more', () => expect(many.checkTime - few.checkTime).toBeLessThan(1))

  it('the work grows in proportion to them', () => {
    const [ten, fifty] = [more, many].map(({ instantiations }) => instantiations - few.instantiations)
    expect(ten).toBeGreaterThan(0)
    expect(fifty / ten).toBeLessThan(5 * 1.2)
    expect(fifty / 50).toBeLessThan(3000)
  })
})
