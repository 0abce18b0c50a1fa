import {
  ArgumentError,
  add,
  astype,
  concatenate,
  DTypeError,
  grad,
  jit,
  mul,
  ones,
  reshape,
  ShapeError,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  toArray,
  zeros,
} from 'cotangent'
import {
  activation,
  andThen,
  dense,
  dropout,
  each,
  flatten,
  identity,
  initializers,
  type Layer,
  lambda,
  named,
  parallel,
  residual,
  sequential,
} from 'cotangent/nn'
import { foldIn, type Key, key, seed, standardNormal } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'

const drawn = <const S extends readonly number[]>(shape: S, value = 5) => standardNormal(shape)(seed(value))[0]

/** A value where the types would refuse what only a program without them can write. */
const unchecked = <T>(value: unknown): T => value as T

describe('dense', () => {
  const layer = dense(3, 2, { weights: initializers.randn, bias: initializers.randn })
  const [params] = layer.init(seed(0))

  it('is x W + b, element by element', () => {
    const x = drawn([4, 3])
    const [rows, w, b] = [toArray(x), toArray(params.weights), toArray(params.bias)]
    const expected = rows.map((row) =>
      b.map((bias, o) => row[0] * w[0][o] + row[1] * w[1][o] + row[2] * w[2][o] + bias),
    )
    expect(toArray(layer.apply(params)(x))).toEqual(expected)
  })

  it('draws the weights, then the bias', () => {
    const [weights, between] = standardNormal([3, 2])(seed(0))
    const [bias, after] = standardNormal([2])(between)
    const [found, state] = layer.init(seed(0))
    expect([toArray(found.weights), toArray(found.bias)]).toEqual([toArray(weights), toArray(bias)])
    expect(standardNormal([1])(state)[0]).toEqual(standardNormal([1])(after)[0])
  })

  it('takes any leading axes', () => {
    const x = drawn([2, 5, 3])
    const flat = layer.apply(params)(reshape(x, [10, 3]))
    expect(toArray(layer.apply(params)(x))).toEqual(toArray(reshape(flat, [2, 5, 2])))
    expect(layer.apply(params)(drawn([3])).shape).toEqual([2])
  })

  it('rounds what it draws to float32 where that is its dtype', () => {
    const [single] = dense(3, 2, { dtype: 'float32' }).init(seed(0))
    const [double] = dense(3, 2).init(seed(0))
    expect(single.weights.dtype).toBe('float32')
    expect(toArray(single.weights)).toEqual(toArray(double.weights).map((row) => row.map(Math.fround)))
  })

  it('has no bias where it is left out, and draws none', () => {
    const bare = dense(3, 2, { weights: initializers.randn, bias: false })
    const [own, after] = bare.init(seed(0))
    expect(own).toEqual({ weights: params.weights })
    expect(after).toEqual(standardNormal([3, 2])(seed(0))[1])
    expect(bare.parts[0].parameters).toEqual(['weights'])
    const x = drawn([4, 3])
    expect(toArray(add(bare.apply(own)(x), params.bias))).toEqual(toArray(layer.apply(params)(x)))
  })

  it.each([
    [
      'an input of other features',
      () => layer.apply(params)(unchecked<never>(zeros([4, 2]))),
      'dense: the last axis is',
    ],
    [
      'weights of another shape',
      () => dense(3, 3).apply(unchecked<never>(params)),
      'dense: the parameter weights is not of shape [3, 3]',
    ],
    [
      // It would broadcast.
      'a bias of one number',
      () => layer.apply({ ...params, bias: unchecked<never>(zeros([1])) }),
      'dense: the parameter bias is not of shape [2]',
    ],
    ['no parameters', () => layer.apply(unchecked<never>(undefined)), 'dense: there is no parameter weights'],
    ['half of them', () => layer.apply(unchecked<never>({ weights: params.weights })), 'there is no parameter bias'],
  ])('names itself in front of %s', (_, run, problem) => expect(run).toThrow(problem))

  it.each([
    ['a size that is none', () => dense(-1, 2), ShapeError],
    ['a fraction of a feature', () => dense(3, 2.5), ShapeError],
    ['a dtype without derivatives', () => dense(3, 2, { dtype: unchecked<'float32'>('int32') }), DTypeError],
    ['an input of other features', () => layer.apply(params)(unchecked<never>(zeros([4, 2]))), ShapeError],
    [
      'weights of another shape',
      () => dense(3, 2, { weights: () => standardNormal([2, 3]) }).init(seed(0)),
      ShapeError,
    ],
  ])('refuses %s', (_, run, error) => expect(run).toThrow(error))
})

describe('activation', () => {
  it('is its operation', () => {
    const x = drawn([2, 3])
    expect(toArray(activation(tanh).apply({})(x))).toEqual(toArray(tanh(x)))
  })

  it('refuses an operation that does not keep the shape', () => {
    const bad = activation(
      unchecked((x: Tensor) => sum(x)),
      'total',
    )
    expect(() => bad.apply({})(zeros([2]))).toThrow(/total does not keep the shape/)
  })

  it('refuses an operation that does not keep the dtype', () => {
    const narrow = activation(
      unchecked((x: Tensor) => astype(x, 'float32')),
      'narrow',
    )
    expect(() => narrow.apply({})(zeros([2]))).toThrow(/narrow does not keep the dtype/)
  })
})

describe('flatten', () => {
  it('keeps the order of an example', () => {
    const x = drawn([2, 3, 4])
    expect(toArray(flatten([3, 4]).apply({})(x))).toEqual(toArray(x).map((example) => example.flat()))
  })

  it('takes batches of no examples, and examples without axes', () => {
    expect(flatten([3, 4]).apply({})(zeros([0, 3, 4])).shape).toEqual([0, 12])
    expect(flatten([]).apply({})(zeros([5])).shape).toEqual([5, 1])
  })

  it.each([[[2, 4, 3]], [[12]], [[]]])('refuses %j', (shape) =>
    expect(() => flatten([3, 4]).apply({})(unchecked<never>(zeros(shape)))).toThrow(ShapeError),
  )
})

describe('lambda', () => {
  const last = lambda([3, 2], (x) => take(x, -1, { axis: 1 }))

  it('is its function', () => {
    const x = drawn([4, 3, 2])
    expect(toArray(last.apply({})(x))).toEqual(toArray(x).map((steps) => steps[2]))
  })

  it('tells the shape that it gives', () =>
    expect(last.parts).toEqual([{ path: [], kind: 'lambda', parameters: [], input: [3, 2], output: [2] }]))

  it('takes another dtype', () => {
    const wide = lambda([2], (x) => concatenate([x, x], { axis: 1 }), { dtype: 'float32', name: 'twice' })
    expect(wide.apply({})(zeros([3, 2], { dtype: 'float32' })).shape).toEqual([3, 4])
    expect(wide.parts[0]).toMatchObject({ kind: 'twice', output: [4] })
  })

  it('refuses examples of another shape, and functions that lose some', () => {
    expect(() => last.apply({})(unchecked<never>(zeros([4, 2, 2])))).toThrow('no batch of examples of shape [3, 2]')
    expect(() =>
      lambda(
        [3],
        unchecked<never>((x: Tensor) => sum(x)),
        { name: 'total' },
      ),
    ).toThrow('lambda: total does not give as many examples as it takes')
  })
})

describe('sequential', () => {
  it('applies as many layers as there are', () => {
    const layers: readonly Layer<object, [2], [2]>[] = Array.from({ length: 5 }, () => activationLike(3))
    const net = sequential(...layers)
    const [params] = net.init(seed(0))
    expect(params).toHaveLength(5)
    expect(toArray(net.apply(params)(ones([1, 2])))).toEqual([[243, 243]])
  })

  it('of nothing is the identity', () => expect(toArray(sequential().apply([])(tensor([1, 2])))).toEqual([1, 2]))

  it('refuses parameters of another number of models', () =>
    expect(() => sequential(identity, identity).apply(unchecked([{}]))).toThrow(ArgumentError))
})

/** A layer that multiplies by a number. */
const activationLike = (factor: number): Layer<object, [2], [2]> => ({
  init: (state) => [{}, state],
  apply: () => (x) => mul(x, factor),
  parts: [],
})

describe('residual', () => {
  it('adds the input', () => {
    const layer = dense(3, 3)
    const [params] = residual(layer).init(seed(1))
    const x = drawn([4, 3])
    expect(params).toEqual(layer.init(seed(1))[0])
    expect(toArray(residual(layer).apply(params)(x))).toEqual(toArray(add(x, layer.apply(params)(x))))
  })

  it('refuses another shape, even one that would broadcast', () => {
    const layer = dense(3, 1)
    const bad = residual(unchecked<Layer<unknown, [3], [3]>>(layer))
    expect(() => bad.apply(bad.init(seed(0))[0])(zeros([4, 3]))).toThrow(ShapeError)
  })
})

describe('parallel', () => {
  const models = { b: dense(3, 2), a: dense(3, 4) }
  const [params, after] = parallel(models).init(seed(2))
  const x = drawn([5, 3])

  it('draws in the order of the record, and gives what each gives', () => {
    const [b, between] = models.b.init(seed(2))
    const [a, last] = models.a.init(between)
    expect(params).toEqual({ a, b })
    expect(after.position).toBe(last.position)
    const { a: fromA, b: fromB } = parallel(models).apply(params)(x)
    expect(toArray(fromA)).toEqual(toArray(models.a.apply(a)(x)))
    expect(toArray(fromB)).toEqual(toArray(models.b.apply(b)(x)))
  })

  it('joins what they give', () => {
    const joined = parallel(models, ({ a, b }) => concatenate([b, a], { axis: 1 }))
    const { a, b } = parallel(models).apply(params)(x)
    expect(toArray(joined.apply(params)(x))).toEqual(toArray(b).map((row, index) => [...row, ...toArray(a)[index]]))
  })
})

describe('each', () => {
  it('is the layer on every element', () => {
    const layer = andThen(flatten([2, 2]), dense(4, 3))
    const [params] = each(5, layer).init(seed(4))
    const x = drawn([3, 5, 2, 2])
    const expected = toArray(x).map((example) => toArray(layer.apply(params)(tensor(example) as never)))
    expect(toArray(each(5, layer).apply(params)(x))).toEqual(expected)
  })

  it.each([[[3, 4, 2]], [[3]], [[]]])('refuses %j', (shape) => {
    const layer = each(5, dense(2, 3))
    expect(() => layer.apply(layer.init(seed(0))[0])(unchecked<never>(zeros(shape)))).toThrow(ShapeError)
  })
})

describe('dropout', () => {
  const x = ones([100, 100])

  it('zeroes a share of elements and scales the others', () => {
    const rate = 0.25
    const dropped = toArray(dropout(rate, key(1)).apply({})(x)).flat()
    expect(new Set(dropped)).toEqual(new Set([0, 1 / (1 - rate)]))
    const zeroed = dropped.filter((element) => element === 0).length
    // Five standard deviations of a binomial count: 6e-7 of keys are beyond.
    expect(Math.abs(zeroed - rate * 1e4)).toBeLessThan(5 * Math.sqrt(1e4 * rate * (1 - rate)))
  })

  it('depends on the key alone', () => {
    const [a, again, other] = [key(1), key(1), key(2)].map((k) => toArray(dropout(0.5, k).apply({})(x)))
    expect(again).toEqual(a)
    expect(other).not.toEqual(a)
  })

  it('changes nothing without a key, or at rate 0', () => {
    const odd = tensor([NaN, Infinity, -0])
    expect(toArray(dropout(0.5).apply({})(odd))).toEqual([NaN, Infinity, -0])
    expect(toArray(dropout(0, key(1)).apply({})(odd))).toEqual([NaN, Infinity, -0])
  })

  it('has zeros, not NaN, where infinities are dropped, and no gradient there', () => {
    const slopes = grad((x: Tensor<[8], 'float64'>) => sum(dropout(0.5, key(1)).apply({})(x)))(ones([8]))
    const values = dropout(0.5, key(1)).apply({})(mul(ones([8]), Infinity))
    expect(toArray(slopes)).toEqual(toArray(values).map((value) => (value === 0 ? 0 : 2)))
    expect(toArray(values)).toContain(0)
  })

  it('compiles with a key that is an argument, in a net whose parameters do not depend on it', () => {
    const net = (k?: Key) =>
      pipe(
        named('hidden', dense(3, 8)),
        andThen(dropout(0.5, k)),
        andThen(named('output', dense(8, 2))),
        andThen(dropout(0.25, k && foldIn(k, 1))),
      )
    const [params] = net().init(seed(0))
    expect(net(key(9)).init(seed(0))[0]).toEqual(params)
    const apply = (p: typeof params, k: Key, input: Tensor<[4, 3], 'float64'>) => net(k).apply(p)(input)
    const input = drawn([4, 3])
    expect(toArray(jit(apply)(params, key(9), input))).toEqual(toArray(apply(params, key(9), input)))
  })

  it('refuses what is no key', () =>
    expect(() => dropout(0.5, unchecked<Key>(3)).apply({})(x)).toThrow('dropout: the key is 3'))

  it.each([-0.1, 1, NaN])('refuses the rate %d', (rate) => expect(() => dropout(rate)).toThrow(ArgumentError))
})

describe('parameters that cannot be told apart', () => {
  const [first, next] = [
    unchecked<Layer<object, [2], [2]>>(dense(2, 2)),
    unchecked<Layer<object, [2], [2]>>(dense(2, 2)),
  ]

  it('are refused where the models are composed', () =>
    expect(() => andThen(first, next)).toThrow(/both models have parameters called weights/))

  it('are refused where they are drawn, if the parts do not tell', () => {
    const silent = (model: Layer<object, [2], [2]>): Layer<object, [2], [2]> => ({ ...model, parts: [] })
    const net = andThen(silent(first), silent(next))
    expect(() => net.init(seed(0))).toThrow(/both models have parameters called weights/)
  })

  it('nor are lists merged', () => {
    const list = unchecked<Layer<object, [2], [2]>>(sequential(dense(2, 2)))
    expect(() => andThen(list, first)).toThrow(/parameters in a list cannot be merged/)
    expect(() => andThen(first, list)).toThrow(/parameters in a list cannot be merged/)
    expect(andThen(list, activation(tanh)).init(seed(0))[0]).toEqual(list.init(seed(0))[0])
  })

  it('and an empty name tells nothing', () => expect(() => named('', first)).toThrow(ArgumentError))
})
