import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { isFinite: whetherFinite, isInf, isNaN: whetherNaN, logicalXor, tensor, zeros } = untyped

const special = [0, -0, 1e308, NaN, Infinity, -Infinity, 5e-324]

describe('questions about elements', () => {
  it.each([
    ['isNaN', whetherNaN, Number.isNaN],
    ['isFinite', whetherFinite, Number.isFinite],
    ['isInf', isInf, (x: number) => Math.abs(x) === Infinity],
  ] as const)('%s', (_, ask, wanted) => {
    for (const dtype of ['float64', 'float32']) {
      const x = tensor(special, { dtype })
      expect(ask(x).dtype).toBe('bool')
      expect(elementsOf(ask(x))).toEqual(elementsOf(x).map((one) => Number(wanted(one))))
    }
    const otherwise = Number(wanted(1))
    expect(elementsOf(ask(tensor([1, 0], { dtype: 'int32' })))).toEqual([otherwise, otherwise])
    expect(elementsOf(ask(tensor([true, false])))).toEqual([otherwise, otherwise])
    expect(ask(zeros([0, 2])).shape).toEqual([0, 2])
  })
})

describe('logicalXor', () => {
  it('obeys its table', () => {
    const [a, b] = [tensor([true, true, false, false]), tensor([true, false, true, false])]
    expect(elementsOf(logicalXor(a, b))).toEqual([0, 1, 1, 0])
  })

  const refusals: readonly Refusal[] = [
    [() => logicalXor(zeros([2]), zeros([2])), 'DTypeError', 'logicalXor: it does not take float64'],
    [() => whetherNaN('x'), 'ArgumentError', 'isNaN: an operand (string) is neither a tensor nor a number'],
  ]
  refuses(refusals)
})
