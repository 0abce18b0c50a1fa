import { type Tensor, zeros } from 'cotangent'
import { bits, choice, key, keyed, permutation, type Rand, randint, random, shuffle, split } from 'cotangent/random'
import { expectTypeOf, it } from 'vitest'

it('shapes and dtypes of what is drawn stand in its type', () => {
  expectTypeOf(random([2, 3])).toEqualTypeOf<Rand<Tensor<[2, 3], 'float64'>>>()
  expectTypeOf(random([])).toEqualTypeOf<Rand<Tensor<[], 'float64'>>>()
  expectTypeOf(random([2] as readonly number[])).toEqualTypeOf<Rand<Tensor<number[], 'float64'>>>()
  expectTypeOf(randint(0, 9, [4])).toEqualTypeOf<Rand<Tensor<[4], 'int32'>>>()
  expectTypeOf(randint(0, 9, [4], { dtype: 'float64' })).toEqualTypeOf<Rand<Tensor<[4], 'float64'>>>()
  expectTypeOf(permutation(5)).toEqualTypeOf<Rand<Tensor<[5], 'int32'>>>()
  expectTypeOf(permutation(zeros([5, 2]))).toEqualTypeOf<Rand<Tensor<[5, 2], 'float64'>>>()
  expectTypeOf(shuffle(['a'])).toEqualTypeOf<Rand<readonly string[]>>()
  expectTypeOf(choice(5, [2, 3])).toEqualTypeOf<Rand<Tensor<[2, 3], 'int32'>>>()
  expectTypeOf(choice(zeros([5, 7]), [2, 3])).toEqualTypeOf<Rand<Tensor<[2, 3, 7], 'float64'>>>()
  expectTypeOf(choice(['a', 'b'], 2)).toEqualTypeOf<Rand<readonly string[]>>()
  expectTypeOf(split(key(0))).toEqualTypeOf<Tensor<[2, 2], 'int32'>>()
  expectTypeOf(split(key(0), 3)).toEqualTypeOf<Tensor<[3, 2], 'int32'>>()
  expectTypeOf(bits(key(0), [4])).toEqualTypeOf<Tensor<[4], 'int32'>>()
  expectTypeOf(keyed.uniform(key(0), [4])).toEqualTypeOf<Tensor<[4], 'float64'>>()
  expectTypeOf(keyed.normal(key(0), [4], { dtype: 'float32' })).toEqualTypeOf<Tensor<[4], 'float32'>>()
  expectTypeOf(keyed.bernoulli(key(0), 0.5, [4])).toEqualTypeOf<Tensor<[4], 'bool'>>()
})

it('a generic size stays generic', () => {
  const layer = <N extends number>(n: N): Rand<Tensor<[N, 10], 'float64'>> => random([n, 10])
  expectTypeOf(layer(3)).toEqualTypeOf<Rand<Tensor<[3, 10], 'float64'>>>()
})
