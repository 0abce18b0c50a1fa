import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { failureOf } from '../../tensor/failures.js'
import { indicesOf, wholeTensors } from './generators.js'
import { elementsOf, untyped } from './untyped.js'

const { einsum, makeGraph, matmul, ones, sum, tensor, toArray, zeros } = untyped

const letters = [...'abcd']

/** Subscripts over four letters of fixed sizes, and operands that fit them. */
const cases = fc
  .record({
    terms: fc.array(fc.array(fc.constantFrom(...letters), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    sizes: fc.tuple(...letters.map(() => fc.integer({ min: 0, max: 3 }))),
    order: fc.shuffledSubarray(letters),
  })
  .chain(({ terms, sizes, order }) => {
    const sizeOf = (letter: string): number => sizes[letters.indexOf(letter)]
    const output = order.filter((letter) => terms.flat().includes(letter))
    return fc.record({
      terms: fc.constant(terms),
      output: fc.constant(output),
      sizeOf: fc.constant(sizeOf),
      operands: fc.tuple(...terms.map((term) => wholeTensors(term.map(sizeOf), -4, 4))),
    })
  })

const at = (x: Tensor, index: readonly number[]): number =>
  elementsOf(x)[x.shape.reduce((position, size, axis) => position * size + index[axis], 0)]

/** By the definition: for every index of the output the sum over all other letters of the product of all operands. */
const bySums = (
  terms: readonly (readonly string[])[],
  output: readonly string[],
  sizeOf: (letter: string) => number,
  operands: readonly Tensor[],
): readonly number[] => {
  const others = [...new Set(terms.flat())].filter((letter) => !output.includes(letter))
  const names = [...output, ...others]
  return indicesOf(output.map(sizeOf)).map((index) =>
    indicesOf(others.map(sizeOf)).reduce((total, rest) => {
      const place = (term: readonly string[]): readonly number[] =>
        term.map((letter) => [...index, ...rest][names.indexOf(letter)])
      return total + terms.reduce((product, term, which) => product * at(operands[which], place(term)), 1)
    }, 0),
  )
}

describe('einsum', () => {
  it('sums products over the letters that the output lacks', () => {
    fc.assert(
      fc.property(cases, ({ terms, output, sizeOf, operands }) => {
        const subscripts = `${terms.map((term) => term.join('')).join(',')}->${output.join('')}`
        const result = einsum(subscripts, ...operands)
        expect(result.shape).toEqual(output.map(sizeOf))
        const wanted = bySums(terms, output, sizeOf, operands)
        expect(elementsOf(result).map((x) => x + 0)).toEqual(wanted.map((x) => x + 0))
      }),
      { numRuns: 300 },
    )
  })

  it('has the letters that occur once where no output is written, capitals first', () => {
    const a = tensor([[1, 2, 3], [4, 5, 6]]) // biome-ignore format: a matrix
    expect(toArray(einsum('ba', a))).toEqual([[1, 4], [2, 5], [3, 6]]) // biome-ignore format: a matrix
    expect(einsum('aB', a).shape).toEqual([3, 2])
    expect(toArray(einsum('ij,ji', a, ones([3, 2])))).toBe(21)
    expect(einsum(' ij, jk ', a, ones([3, 4])).shape).toEqual([2, 4])
    expect(einsum('b...a', zeros([2, 3, 4, 5])).shape).toEqual([3, 4, 5, 2])
  })

  it("keeps and broadcasts the axes of '...'", () => {
    const [a, b] = [ones([2, 1, 3, 4]), ones([5, 4, 6])]
    expect(einsum('...ij,...jk->...ik', a, b).shape).toEqual([2, 5, 3, 6])
    expect(toArray(einsum('...ij,...jk->...ik', a, b))).toEqual(toArray(matmul(a, b)))
    expect(einsum('...ij,...jk->i...k', a, b).shape).toEqual([3, 2, 5, 6])
    expect(einsum('i...->...', a).shape).toEqual([1, 3, 4])
    expect(einsum('...,...', a, ones([])).shape).toEqual([2, 1, 3, 4])
    expect(einsum('...i,i', ones([1, 3]), ones([3])).shape).toEqual([1])
  })

  it('takes one operand in a pipe', () => {
    expect(toArray(pipe(tensor([[1, 2], [3, 4]]), einsum('ii->i')))).toEqual([1, 4]) // biome-ignore format: a matrix
  })

  it('multiplies int32, which wraps', () => {
    const large = tensor([2 ** 30, 1], { dtype: 'int32' })
    expect(toArray(einsum('i,i->', large, tensor([4, 3], { dtype: 'int32' })))).toBe(3)
  })

  it('puts first the two operands whose product is cheapest, of several those in front', () => {
    const shapes = (subscripts: string, ...operands: readonly Tensor[]): readonly string[] =>
      makeGraph((...xs: readonly Tensor[]) => einsum(subscripts, ...xs))(...operands)
        .toString()
        .split('\n')
        .filter((line: string) => line.includes('matmul'))
        .map((line: string) => /\[[^\]]*\]/.exec(line)?.[0] ?? '')
    const chain = [zeros([2, 3]), zeros([3, 4]), zeros([4])]
    expect(shapes('ij,jk,k->i', ...chain)).toEqual(['[3, 1]', '[2, 1]'])
    expect(shapes('ij,jk,kl->il', ones([2, 2]), ones([2, 2]), ones([2, 2]))).toEqual(['[2, 2]', '[2, 2]'])
    expect(toArray(sum(einsum('ij,jk,k->i', ...chain)))).toBe(0)
  })
})

const a = (): Tensor => zeros([2, 3])

type Refusal = readonly [args: readonly unknown[], tag: string, message: string]

const refusals: readonly Refusal[] = [
  [[3, a()], 'ArgumentError', 'the subscripts are 3'],
  [['i->j->k', a()], 'ArgumentError', "there are several '->' in 'i->j->k'"],
  [['ij,jk', a()], 'ArgumentError', "'ij,jk' has 2 terms, and there are 1 operands"],
  [['ij', a(), a()], 'ArgumentError', "'ij' has 1 terms, and there are 2 operands"],
  [['i?', a()], 'ArgumentError', "'?' of 'i?' is no letter"],
  [['i.', a()], 'ArgumentError', "'.' of 'i.' is no letter"],
  [['...i...', a()], 'ArgumentError', "'...' is twice in '...i...'"],
  [['ijk', a()], 'ShapeError', "'ijk' has 3 axes, and its operand 2"],
  [['ijk...', a()], 'ShapeError', "'ijk...' has 3 axes or more, and its operand 2"],
  [['ii', a()], 'ShapeError', 'i: sizes 2 and 3 differ'],
  [['ij,jk', a(), a()], 'ShapeError', 'j: sizes 3 and 2 differ'],
  [['ij,ij', zeros([1, 3]), a()], 'ShapeError', 'i: sizes 1 and 2 differ'],
  [['...,...', a(), zeros([4])], 'ShapeError', 'sizes 3 and 4 differ at axis -1'],
  [['ij->ik', a()], 'ArgumentError', "'k' of the output is in no term"],
  [['ij->ii', a()], 'ArgumentError', "'i' is twice in the output"],
  [['...->', a()], 'ArgumentError', "'...' is in a term and not in the output"],
  [['ij->...', a()], 'ArgumentError', "'...' is in the output and no term"],
  [['i->', zeros([2], { dtype: 'bool' })], 'DTypeError', 'it does not take bool'],
  [['ij,ij', a(), zeros([2, 3], { dtype: 'float32' })], 'DTypeError', 'dtypes float64 and float32 differ'],
  [['i', 'x'], 'ArgumentError', 'an operand (string) is neither a tensor nor a number'],
]

describe('refusals', () => {
  it.each(refusals.map(([args, tag, message]) => ({ args, tag, message })))('$message', ({ args, tag, message }) => {
    const failure = failureOf(() => einsum(...args))
    expect(failure._tag).toBe(tag)
    expect(failure.message).toContain(`einsum: ${message}`)
  })

  it('of no operands', () => {
    expect(() => einsum('i')()).toThrow('there are 0 operands')
  })
})
