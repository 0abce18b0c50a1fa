import fc from 'fast-check'
import { expect, it } from 'vitest'
import 'cotangent/vitest'
import { mul, sigmoid, sub, sum, type Tensor, tensor } from 'cotangent'
import { differing, law } from 'cotangent/laws'

const slope = (x: Tensor<[3], 'float64'>) => mul(sigmoid(x), sub(1, sigmoid(x)))
const value = (x: Tensor<[3], 'float64'>) => sum(sigmoid(x))
const at = tensor([-1, 0, 2])
const evenness = law('evenness', 'f(-x) = f(x)', (x: number) => differing('f(-x)', (-x) ** 3, x ** 3))
it('a', () => expect(value).toHaveCorrectGradient({ at }))
it('b', () => expect(value).not.toHaveCorrectGradient({ at }))
it('c', () => expect({ value, gradient: (x: typeof at) => slope(sigmoid(x)) }).toHaveCorrectGradient({ at }))
it('d', () => expect({ value, gradient: (x: typeof at) => slope(sigmoid(x)) }).not.toHaveCorrectGradient({ at }))
it('e', () => expect([3]).toSatisfy(evenness))
it('f', () => expect(fc.tuple(fc.integer())).toSatisfy(evenness))
it('g', () => expect([0]).not.toSatisfy(evenness))
it('h', () => expect(3).toSatisfy((x: number) => x > 4))
it('i', () => expect(5).toSatisfy((x: number) => x > 4))
