import { describe, expect, it } from 'vitest'
import { compileGraph } from '../../src/engine/index.js'
import { applyOne, type Elementwise, interpret, noAttributes } from '../../src/graph/index.js'
import { type Constant, identicalConstants, isFloat, rowMajor, type Tensor } from '../../src/tensor/index.js'
import {
  constantOf,
  graphOf,
  isElementwise,
  randomElement,
  records,
  specialValues,
  uniformNumbers,
} from './agreement.js'

// float32 has no arithmetic of its own: every elementary function is computed in float64 and rounded once. So its results
// are as near to the exact ones as they can be, but for a case in some hundred million.

/** Elementwise functions of floats to floats, and how many operands they have. */
const functions = records
  .filter(isElementwise)
  .map((record) => ({ record, arity: record.domain()[0].operands.length }))
  .filter(({ record, arity }) => {
    const [{ operands }] = record.domain()
    if (!operands.every(({ type }) => isFloat(type.dtype))) return false
    const [result] = record.infer(new Array(arity).fill({ shape: [], dtype: 'float32' }), noAttributes)
    return isFloat(result.dtype)
  })

const random = uniformNumbers(32)
const below = (count: number): number => Math.floor(random() * count)

const size = 400

/** Special values and others of all sizes, in no order, so that operands meet at random. */
const drawn = (): Constant => {
  const special = specialValues('float32')
  return constantOf('float32', [size], () =>
    random() < 0.1
      ? special[below(special.length)]
      : random() < 0.5
        ? 8 * random() - 4
        : randomElement('float32', random),
  )
}

const inDouble = (x: Constant): Constant => constantOf('float64', x.shape, (index) => rowMajor(x)[index])
const rounded = (x: Constant): Constant => constantOf('float32', x.shape, (index) => rowMajor(x)[index])

/** What a function of float32 must be. */
const roundedOnce = (record: Elementwise, operands: readonly Constant[]): Constant =>
  rounded(applyOne(record, noAttributes, ...operands.map(inDouble)) as Constant)

const differences = (found: readonly Tensor[], wanted: readonly Constant[]): readonly number[] =>
  wanted.flatMap((one, index) => (identicalConstants(found[index] as Constant, one) ? [] : [index]))

describe('float32 is float64 rounded once', () => {
  it.each(functions.map((one) => [one.record.name, one] as const))('%s', (_, { record, arity }) => {
    const operands = Array.from({ length: arity }, drawn)
    const wanted = [roundedOnce(record, operands)]
    const graph = graphOf((inputs) => [applyOne(record, noAttributes, ...inputs)], ...operands)
    expect(differences(interpret(graph, operands), wanted)).toEqual([])
    expect(differences(compileGraph(graph)(operands), wanted)).toEqual([])
  })

  it('in programs of many operations, after each of them', () => {
    for (let program = 0; program < 30; program++) {
      const inputs = [drawn(), drawn(), drawn()]
      const steps = Array.from({ length: 25 }, (_, index) => {
        const { record, arity } = functions[below(functions.length)]
        return { record, from: Array.from({ length: arity }, () => below(inputs.length + index)) }
      })
      // Results are what no later step takes: all else may stay in registers.
      const taken = new Set(steps.flatMap(({ from }) => from))
      const results = steps.map((_, index) => inputs.length + index).filter((index) => !taken.has(index))
      const values: Constant[] = [...inputs]
      for (const { record, from } of steps)
        values.push(
          roundedOnce(
            record,
            from.map((index) => values[index]),
          ),
        )
      const graph = graphOf(
        (tensors) => {
          const all = [...tensors]
          for (const { record, from } of steps)
            all.push(applyOne(record, noAttributes, ...from.map((index) => all[index])))
          return results.map((index) => all[index])
        },
        ...inputs,
      )
      const wanted = results.map((index) => values[index])
      const names = steps.map(({ record }) => record.name).join(' ')
      expect(differences(interpret(graph, inputs), wanted), names).toEqual([])
      expect(differences(compileGraph(graph)(inputs), wanted), names).toEqual([])
    }
  })
})
