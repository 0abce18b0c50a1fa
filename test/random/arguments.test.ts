import { CotangentError, tensor, zeros } from 'cotangent'
import { choice, normal, permutation, randint, random, seed, shuffle, standardNormal, uniform } from 'cotangent/random'
import { expect, it } from 'vitest'

const refused: Record<string, readonly [tag: string, call: () => unknown]> = {
  'a negative seed': ['ArgumentError', () => seed(-1)],
  'a seed beyond 32 bits': ['ArgumentError', () => seed(2 ** 32)],
  'a fractional seed': ['ArgumentError', () => seed(0.5)],
  'a seed that is NaN': ['ArgumentError', () => seed(NaN)],
  'an empty array seed': ['ArgumentError', () => seed([])],
  'an array seed with a number too large': ['ArgumentError', () => seed([1, 2 ** 32])],
  'a negative size': ['ShapeError', () => random([2, -1])],
  'a fractional size': ['ShapeError', () => standardNormal([1.5])],
  'a size that is NaN': ['ShapeError', () => uniform(0, 1, [NaN])],
  'a shape beyond exact integers': ['ShapeError', () => random([2 ** 40, 2 ** 40])],
  'uniform from high to low': ['ArgumentError', () => uniform(1, 0, [1])],
  'uniform up to infinity': ['ArgumentError', () => uniform(0, Infinity, [1])],
  'uniform from NaN': ['ArgumentError', () => uniform(NaN, 1, [1])],
  'a negative scale': ['ArgumentError', () => normal(0, -1, [1])],
  'an empty range': ['ArgumentError', () => randint(3, 3, [1])],
  'a range upside down': ['ArgumentError', () => randint(3, 2, [1])],
  'fractional bounds': ['ArgumentError', () => randint(0.5, 2, [1])],
  'bounds beyond exact integers': ['ArgumentError', () => randint(0, 2 ** 53, [1], { dtype: 'float64' })],
  'a range of 2^53 integers': ['ArgumentError', () => randint(-(2 ** 52), 2 ** 52, [1], { dtype: 'float64' })],
  'a range of 2^53 + 1 integers': ['ArgumentError', () => randint(-(2 ** 52), 2 ** 52 + 1, [1], { dtype: 'float64' })],
  'integers too large for int32': ['DTypeError', () => randint(0, 2 ** 31 + 1, [1])],
  'integers too small for int32': ['DTypeError', () => randint(-(2 ** 31) - 1, 0, [1])],
  'random integers of no integer dtype': ['DTypeError', () => randint(0, 2, [1], { dtype: 'bool' as 'int32' })],
  'a number for a state': ['ArgumentError', () => normal(0, 1, [2])(0 as never)],
  'nothing for a state': ['ArgumentError', () => permutation(3)(undefined as never)],
  'a permutation of -1': ['ArgumentError', () => permutation(-1)],
  'a permutation of 1.5': ['ArgumentError', () => permutation(1.5)],
  'a permutation of NaN': ['ArgumentError', () => permutation(NaN)],
  'a permutation beyond int32': ['ArgumentError', () => permutation(2 ** 40)],
  'a permutation of a scalar tensor': ['ShapeError', () => permutation(tensor(3))],
  'a shuffle of a scalar tensor': ['ShapeError', () => shuffle(tensor(3))],
  'a choice of nothing': ['ArgumentError', () => choice(0, [1])],
  'a choice of the items of an empty array': ['ArgumentError', () => choice([], 1)],
  'a choice of the rows of an empty tensor': ['ArgumentError', () => choice(zeros([0, 2]), [1])],
  'a choice of the rows of a scalar': ['ShapeError', () => choice(tensor(1), [1])],
  'a choice of a negative number of items': ['ArgumentError', () => choice(['a'], -1)],
  'a choice of a negative population': ['ArgumentError', () => choice(-1, [1])],
  'more items than there are': ['ArgumentError', () => choice(3, [4], { replace: false })],
  'more items than are possible': ['ArgumentError', () => choice(3, [2], { replace: false, p: [1, 0, 0] })],
  'probabilities that do not sum to 1': ['ArgumentError', () => choice(3, [2], { p: [0.5, 0.5, 0.5] })],
  'too few probabilities': ['ArgumentError', () => choice(3, [2], { p: [0.5, 0.5] })],
  'a negative probability': ['ArgumentError', () => choice(3, [2], { p: [1.5, -0.5, 0] })],
  'a probability that is NaN': ['ArgumentError', () => choice(2, [2], { p: [NaN, 1] })],
}

it.each(Object.keys(refused))('%s is refused with a typed error', (name) => {
  const [tag, call] = refused[name]
  expect(call).toThrow(CotangentError)
  expect(call).toThrow(expect.objectContaining({ _tag: tag }))
})

it('what was given for p may change afterwards', () => {
  const p = [1, 0]
  const draw = choice(2, [20], { p })
  p.reverse()
  expect(draw(seed(0))[0].toString()).toBe(choice(2, [20], { p: [1, 0] })(seed(0))[0].toString())
})

it('NaN flows through normals', () => {
  expect(normal(NaN, 1, [2])(seed(0))[0].toString()).toBe('[nan nan]')
})
