import type { Category3 } from 'fp-ts/lib/Category.js'

declare module 'fp-ts/HKT.js' {
  interface URItoKind3<R, E, A> {
    readonly Parametric: Parametric<R, E, A>
  }
}

/** A function of parameters `P` and of an `X`: what the `apply` of a model is. */
export type Parametric<P, X, Y> = (params: P) => (x: X) => Y

/**
 * The category of functions of one record of parameters, for parts of a model that share some of them, as tied weights
 * are: `compose(g, f)` is f and then g, both of the same parameters. The `apply` of `andThen(f, g)` is
 * `compose(g.apply, f.apply)`, and that of `identity` is `id`.
 *
 * @example
 * ```ts
 * import { matmul, type Tensor, tensor, transpose } from 'cotangent'
 * import { type Parametric, parametric } from 'cotangent/nn'
 *
 * type Tied = { readonly weights: Tensor<[2, 2], 'float64'> }
 * type Layer = Parametric<Tied, Tensor<[1, 2], 'float64'>, Tensor<[1, 2], 'float64'>>
 *
 * const encode: Layer = ({ weights }) => (x) => matmul(x, weights)
 * const decode: Layer = ({ weights }) => (x) => matmul(x, transpose(weights))
 * const reconstruct = parametric.compose(decode, encode)
 * reconstruct({ weights: tensor([[0, 1], [1, 0]]) })(tensor([[2, 3]])) // => [[2. 3.]]
 * ```
 */
export const parametric: Category3<'Parametric'> = {
  URI: 'Parametric',
  compose: (g, f) => (params) => {
    const [first, next] = [f(params), g(params)]
    return (x) => next(first(x))
  },
  id: () => () => (x) => x,
}
