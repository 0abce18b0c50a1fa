import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Place,
  programPlaces,
  roundedInner,
  showProgram,
  tolerance,
  transform,
  unrolled,
} from '../../laws/index.js'
import { applyPrimitive, type Graph, primitives, traceBound } from '../../src/graph/index.js'
import { astype, mean, tensor } from '../../src/index.js'
import { isFloat, type Tensor } from '../../src/tensor/index.js'
import { patience, runs } from './counts.js'

const converted = (x: Tensor, dtype: 'float64' | 'float32'): Tensor =>
  isFloat(x.dtype) ? applyPrimitive(primitives.convert, { dtype }, [x])[0] : x

/** The attributes of a primitive in double precision. */
const widened = (attributes: unknown): unknown =>
  typeof attributes === 'object' && attributes !== null && 'dtype' in attributes && attributes.dtype === 'float32'
    ? { ...attributes, dtype: 'float64' }
    : attributes

/** The outputs of a graph of straight-line primitives, all of it computed in float64. */
const inDouble = ({ inputs, applies, outputs }: Graph, primals: readonly Tensor[]): readonly Tensor[] => {
  const values = new Map<Tensor, Tensor>(inputs.map((input, index) => [input, primals[index]]))
  const at = (tensor: Tensor): Tensor => converted(values.get(tensor) ?? tensor, 'float64')
  for (const { primitive, attributes, operands, results } of applies)
    applyPrimitive(primitive, widened(attributes), operands.map(at)).forEach((value, index) => {
      values.set(results[index], value)
    })
  return outputs.map(at)
}

const isSingle = ({ primals }: Place): boolean => primals.every(({ dtype }) => dtype === 'float32')

/** Whether no bound goes by the condition of a whole matrix, which is about the worst direction of all. */
const isElementByElement = ({ map, primals }: Place): boolean =>
  traceBound('laws', map, primals).applies.every(({ primitive }) => !('routine' in primitive))

/** What a program of float32 computes and how far it may be off, and what the same steps give in float64. */
const compared = ({ map, primals, weights }: Place) => {
  const graph = traceBound('laws', (inputs) => unrolled(traceBound('laws', map, inputs), inputs), primals)
  const outputs = inDouble(graph, primals)
  const exact = roundedInner(
    () => outputs,
    [],
    weights.map((weight) => converted(weight, 'float64')),
  )
  return { single: roundedInner(map, primals, weights), exact: exact.value }
}

describe('the bound on rounding', () => {
  it('covers how far float32 is from float64', { timeout: patience }, () =>
    fc.assert(
      fc.property(programPlaces('smooth').filter(isSingle), (place) => {
        const { single, exact } = compared(place)
        if (Math.abs(single.value - exact) > single.noise * tolerance.noiseMargin)
          throw new Error(
            `${single.value} is off from ${exact} by more than ${single.noise}\n${showProgram(place.program)}`,
          )
      }),
      runs(150, 10_000),
    ),
  )

  it('and is not far above it, linear algebra aside', () => {
    const ratios = fc
      .sample(programPlaces('smooth').filter(isSingle), { seed: 1, numRuns: 300 })
      .filter(isElementByElement)
      .map(compared)
      .filter(({ single }) => single.noise > 0)
      .map(({ single, exact }) => single.noise / Math.abs(single.value - exact))
      .sort((a, b) => a - b)
    expect(ratios[Math.floor(ratios.length / 2)]).toBeLessThan(40)
  })
})

it('what is computed from constants alone is rounded too', () => {
  // Forward mode rounds the constant 1/3 to float32, reverse mode does not.
  const throughSingle = ([x]: readonly Tensor[]): readonly Tensor[] => [astype(astype(mean(x), 'float32'), 'float64')]
  const at = [tensor([[-2, -2, -2]]), tensor([[1, 2, 3]]), tensor(1)]
  expect(transform.jacobian(throughSingle).violations([at[0]], [at[1]], [at[2]])).toEqual([])
})
