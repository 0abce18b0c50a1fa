import type { Task } from 'fp-ts/lib/Task.js'
import type {
  AxisMismatch,
  BatchedTree,
  Dims,
  DType,
  ElementAt,
  FloatDType,
  Guard,
  IsFree,
  Jacobian,
  ReturnedTree,
  Tree,
} from '../../tensor/index.js'

/** What a function returns beside its value where `hasAux` says so. */
type Aux<Y> = Y extends readonly [unknown, infer A] ? A : never

/** The scalar of a function with or without aux. */
type Primal<Y, HasAux> = HasAux extends true ? (Y extends readonly [infer Value, unknown] ? Value : Y) : Y

/** Sizes as text: `2, 3`. */
type Sizes<S extends Dims, Text extends string = ''> = S extends readonly [infer N, ...infer Rest]
  ? Sizes<Rest, `${Text}${Text extends '' ? '' : ', '}${N & number}`>
  : Text

/** Why a result has no gradient, as a message; never for a float scalar, or where it takes a run to know. */
type NoScalar<Operation extends string, P extends readonly unknown[], Y> = Y extends {
  readonly shape: infer S extends Dims
  readonly dtype: infer D
}
  ? number extends S['length']
    ? NoFloat<Operation, P, D>
    : S['length'] extends 0
      ? NoFloat<Operation, P, D>
      : `${Operation} needs a scalar, not a result of shape [${Sizes<S>}]`
  : `${Operation} needs a scalar tensor as the function's result`

type NoFloat<Operation extends string, P extends readonly unknown[], D> =
  IsFree<D, P> extends true
    ? never
    : [D] extends [Exclude<DType, FloatDType>]
      ? `${Operation} needs a floating-point scalar, not ${D & string}`
      : never

/** Which arguments to differentiate: one (its gradient is the result) or several (a list is); the first without it. */
export interface ArgumentOptions<N = number | readonly number[]> {
  readonly argnums?: N
}

/** The same, and whether the function returns [scalar, aux]; aux is passed through. */
export interface GradOptions<N = number | readonly number[], HasAux = boolean> extends ArgumentOptions<N> {
  readonly hasAux?: HasAux
}

/** The arguments that are differentiated: one, or a list. */
type Chosen<P extends readonly unknown[], N> = N extends readonly unknown[]
  ? { -readonly [I in keyof N]: ElementAt<P, N[I]> }
  : ElementAt<P, N>

/** Why the chosen arguments have no gradient, as a message. */
export type NoArgument<P extends readonly unknown[], N> = N extends readonly (infer Each)[]
  ? NoArgumentAt<P, Each>
  : NoArgumentAt<P, N>

type NoArgumentAt<P extends readonly unknown[], N> = number extends N | P['length']
  ? never
  : [AxisMismatch<P, N>] extends [never]
    ? IsFree<ElementAt<P, N>, P> extends true
      ? never
      : NoGradient<P, ElementAt<P, N>>
    : `there is no argument ${N & number}`

type NoGradient<P extends readonly unknown[], T> = T extends { readonly dtype: infer D }
  ? IsFree<D, P> extends true
    ? never
    : [D] extends [Exclude<DType, FloatDType>]
      ? `an argument of dtype ${D & string} has no gradient`
      : never
  : T extends object
    ? never
    : 'only tensors and trees of them have gradients'

/** A function of any arguments. */
type AnyFunction = (...args: never[]) => unknown

/** The gradient of a function to a scalar: `grad(f)`, `grad(f, { argnums: [0, 1] })`, `grad(f, { hasAux: true })`. */
export type Grad = <
  P extends readonly unknown[],
  Y extends ReturnedTree,
  const N extends number | readonly number[] = 0,
  HasAux extends boolean = false,
>(
  f: ((...args: P) => Y) & Guard<NoScalar<'grad', P, Primal<Y, HasAux>> | NoArgument<P, N>>,
  options?: GradOptions<N, HasAux>,
) => (...args: P) => HasAux extends true ? [gradient: Chosen<P, N>, aux: Aux<Y>] : Chosen<P, N>

/** The same with the function's result: [value, gradient], and [[value, aux], gradient] with `hasAux`. */
export type ValueAndGrad = <
  P extends readonly unknown[],
  Y extends ReturnedTree,
  const N extends number | readonly number[] = 0,
  HasAux extends boolean = false,
>(
  f: ((...args: P) => Y) & Guard<NoScalar<'valueAndGrad', P, Primal<Y, HasAux>> | NoArgument<P, N>>,
  options?: GradOptions<N, HasAux>,
) => (...args: P) => [value: Y, gradient: Chosen<P, N>]

/** `reverseSweep(f)`, `reverseSweep(f, { argnums: [0, 1] })`: a function that gives what `grad` does step by step. */
export type MakeSweep<Sweep> = <
  P extends readonly unknown[],
  Y extends ReturnedTree,
  const N extends number | readonly number[] = 0,
>(
  f: ((...args: P) => Y) & Guard<NoScalar<'reverseSweep', P, Y> | NoArgument<P, N>>,
  options?: ArgumentOptions<N>,
) => (...args: P) => Sweep

/** `vjp(f, primals)`: the result, and the pullback from its cotangent to the list of the arguments' cotangents. */
export type Vjp = <P extends Tree[], Y extends ReturnedTree>(
  f: (...args: P) => Y,
  primals: readonly [...P],
) => [y: Y, pullback: (cotangent: Y) => P]

/** `jvp(f, primals, tangents)`: the result and its tangent. */
export type Jvp = <P extends Tree[], Y extends ReturnedTree>(
  f: (...args: P) => Y,
  primals: readonly [...P],
  tangents: NoInfer<readonly [...P]>,
) => [y: Y, tangent: Y]

/** `linearize(f, primals)`: the result, and the pushforward from the arguments' tangents to its tangent. */
export type Linearize = <P extends Tree[], Y extends ReturnedTree>(
  f: (...args: P) => Y,
  primals: readonly [...P],
) => [y: Y, pushforward: (...tangents: P) => Y]

/** All derivatives of all elements: `jacfwd(f)` and `jacrev(f, { argnums: 1 })`, of shape [...Out, ...In]. */
export type MakeJacobian = <
  P extends readonly unknown[],
  Y extends ReturnedTree,
  const N extends number | readonly number[] = 0,
>(
  f: ((...args: P) => Y) & Guard<NoArgument<P, N>>,
  options?: ArgumentOptions<N>,
) => (...args: P) => Jacobian<Y, Chosen<P, N>>

/** The derivatives of the gradient: `hessian(f)`, of shape [...In, ...In]. */
export type Hessian = <
  P extends readonly unknown[],
  Y extends ReturnedTree,
  const N extends number | readonly number[] = 0,
>(
  f: ((...args: P) => Y) & Guard<NoScalar<'hessian', P, Y> | NoArgument<P, N>>,
  options?: ArgumentOptions<N>,
) => (...args: P) => Jacobian<Chosen<P, N>, Chosen<P, N>>

/** Which arguments to differentiate, and whether the Hessian is known to have nothing beside its diagonal. */
export interface HessianDiagonalOptions<N = number | readonly number[]> extends ArgumentOptions<N> {
  readonly isDiagonal?: boolean
}

/** The diagonal of the Hessian: `hessianDiagonal(f)`, `hessianDiagonal(f, { isDiagonal: true })`, in the arguments' shapes. */
export type HessianDiagonal = <
  P extends readonly unknown[],
  Y extends ReturnedTree,
  const N extends number | readonly number[] = 0,
>(
  f: ((...args: P) => Y) & Guard<NoScalar<'hessianDiagonal', P, Y> | NoArgument<P, N>>,
  options?: HessianDiagonalOptions<N>,
) => (...args: P) => Chosen<P, N>

/** `hvp(f, primals, tangents)`: the derivative of the gradients along the tangents, for every argument. */
export type Hvp = <P extends Tree[], Y extends ReturnedTree>(
  f: ((...args: P) => Y) & Guard<NoScalar<'hvp', P, Y>>,
  primals: readonly [...P],
  tangents: NoInfer<readonly [...P]>,
) => P

/** An axis for every leaf below, or none of them; or a tree of such, following the argument's own. */
export type Axes = number | null | readonly Axes[] | { readonly [key: string]: Axes }

/** The axes that run over the examples: of each argument (null for one that they share), and of each result. */
export interface VmapOptions<In = Axes, Out = Axes> {
  readonly inAxes?: In
  readonly outAxes?: Out
}

/** A function of one example made one of many: `vmap(f)`, `vmap(f, { inAxes: [0, null], outAxes: 1 })`. */
export type Vmap = <
  P extends readonly unknown[],
  Y extends ReturnedTree,
  const In extends Axes = 0,
  const Out extends Axes = 0,
>(
  f: (...args: P) => Y,
  options?: VmapOptions<In, Out>,
) => <N extends number>(...args: BatchedArguments<P, In, N>) => BatchedTree<Y, Out, N>

type BatchedArguments<P extends readonly unknown[], Axis, N> = {
  [K in keyof P]: BatchedTree<P[K], Axis extends readonly unknown[] ? Axis[K & keyof Axis] : Axis, N>
}

/** A function that does the same in another way, such as `checkpoint(f)`. */
export type Same = <F extends AnyFunction>(f: F) => F

/** `stopGradient(x)`: a tree that counts as a constant. */
export type StopGradient = <T extends Tree>(tree: T) => T

/** `jit(f, options)`: a function of the same type, compiled at its first call. */
export type Jit<Options> = <F extends AnyFunction>(f: F, options?: Options) => F

/** `jitAsync(f, options)(...args)`: a task that gives what f does. */
export type JitAsync<Options> = <P extends readonly unknown[], R>(
  f: (...args: P) => R,
  options?: Options,
) => (...args: P) => Task<R>

/** `explain(f, options)(...args)`: what a function becomes where it is compiled for such arguments. */
export type Explain<Options, Explanation> = <P extends readonly unknown[]>(
  f: (...args: P) => unknown,
  options?: Options,
) => (...args: P) => Explanation

/** `makeGraph(f)(...args)`: the graph that f makes of such arguments. */
export type MakeGraph<Graph> = <P extends readonly unknown[]>(f: (...args: P) => unknown) => (...args: P) => Graph

/** Arguments at which a custom rule is checked, when it is given, against the function's own derivative. */
export interface CustomOptions<P extends readonly unknown[] = readonly unknown[]> {
  readonly checkAt?: readonly [...P]
}

/** `customVjp(f, forward, backward)`: f with a pullback of its own, given what forward keeps for it. */
export type CustomVjp = <P extends Tree[], Y extends ReturnedTree, R extends ReturnedTree>(
  f: (...args: P) => Y,
  forward: (...args: NoInfer<P>) => readonly [NoInfer<Y>, R],
  backward: (residuals: NoInfer<R>, cotangent: NoInfer<Y>) => readonly [...P],
  options?: CustomOptions<NoInfer<P>>,
) => (...args: P) => Y

/** `customJvp(f, rule)`: f with a pushforward of its own, from lists of primals and tangents to the tangent. */
export type CustomJvp = <P extends Tree[], Y extends ReturnedTree>(
  f: (...args: P) => Y,
  rule: (primals: NoInfer<P>, tangents: NoInfer<P>) => NoInfer<Y>,
  options?: CustomOptions<NoInfer<P>>,
) => (...args: P) => Y
