import { add, concatenate, gradcheck, mean, sigmoid, softmax, square, sub, type Tensor, tanh } from 'cotangent'
import {
  type AnyModel,
  activation,
  andThen,
  dense,
  dropout,
  each,
  flatten,
  identity,
  named,
  type ParamsOf,
  parallel,
  residual,
  sequential,
} from 'cotangent/nn'
import { key, seed, standardNormal } from 'cotangent/random'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'

const batch = <const S extends readonly number[]>(shape: S) => standardNormal(shape)(seed(5))[0]

/** A model with the batch that it is tried on. */
const cases: Readonly<Record<string, readonly [model: AnyModel, x: Tensor]>> = {
  'a dense net': [
    pipe(
      named('hidden', dense(3, 4)),
      andThen(activation(tanh)),
      andThen(named('output', dense(4, 2))),
      andThen(activation((x) => softmax(x))),
    ),
    batch([5, 3]),
  ],
  'a list of layers': [sequential(dense(3, 4), activation(sigmoid), dense(4, 4), activation(tanh)), batch([5, 3])],
  'a residual block': [
    andThen(residual(pipe(named('a', dense(3, 3)), andThen(activation(tanh)))), named('b', dense(3, 2))),
    batch([5, 3]),
  ],
  'layers beside each other': [
    parallel({ a: dense(3, 2), b: sequential(dense(3, 3), activation(tanh)), c: identity }, ({ a, b, c }) =>
      concatenate([a, add(b, c)], { axis: 1 }),
    ),
    batch([5, 3]),
  ],
  'dropout with a key': [
    pipe(
      named('hidden', dense(3, 6)),
      andThen(activation(tanh)),
      andThen(dropout(0.5, key(3))),
      andThen(named('output', dense(6, 2))),
    ),
    batch([5, 3]),
  ],
  'elements of examples': [andThen(each(4, named('step', dense(2, 3))), flatten([4, 3])), batch([3, 4, 2])],
}

describe('the gradient is right through', () => {
  it.each(Object.entries(cases))('%s, in the parameters and the input', (_, [model, x]) => {
    const apply = model.apply as (params: ParamsOf<AnyModel>) => (x: Tensor) => Tensor
    const [params] = model.init(seed(3))
    // What is squared is no sum: rows of softmax add up to 1 whatever the parameters.
    const loss = (at: { readonly params: never; readonly x: Tensor }): Tensor<[], 'float64'> =>
      mean(square(sub(apply(at.params)(at.x), 0.3))) as Tensor<[], 'float64'>
    const verdict = gradcheck(loss as never, { params, x } as never)
    expect(
      pipe(
        verdict,
        E.match(String, () => 'right'),
      ),
    ).toBe('right')
  })
})
