import type {
  AnyTensor,
  BroadcastEach,
  BroadcastEachMismatch,
  CommonDType,
  DTypeRefused,
  Guard,
  Operand,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** A list of conditions; the tuple makes the compiler infer a tuple of them. */
type Conditions = readonly AnyTensor[] | readonly [AnyTensor]

type Choices = readonly Operand[] | readonly [Operand]

/** What to take where no condition holds: 0 without `otherwise`. */
export interface SelectOptions {
  readonly otherwise?: Operand
}

/** Operands as tensors: a number is a scalar. */
type Tensors<Xs extends readonly unknown[]> = {
  [I in keyof Xs]: Xs[I] extends number ? Tensor<[]> : Xs[I] extends AnyTensor ? Xs[I] : never
}

/** All that broadcasts. */
type All<C extends Conditions, A extends Choices, O> = readonly [
  ...C,
  ...Tensors<A>,
  ...Tensors<readonly [Option<O, 'otherwise', 0>]>,
]

type Otherwise<O> = O extends { readonly otherwise: infer X extends Operand } ? X : 0

/** Conditions and choices that are not as many, as a message. */
type LengthMismatch<C extends Conditions, A extends Choices> = number extends C['length'] | A['length']
  ? never
  : C['length'] extends A['length']
    ? never
    : `${C['length']} conditions for ${A['length']} choices`

/**
 * The first choice whose condition holds: `select([p, q], [x, y], { otherwise: z })` and `pipe([p, q] as const, select([x,
 * y]))`.
 */
export interface Select {
  <const A extends Choices, const O extends SelectOptions = NoOptions>(
    choices: A,
    options?: O & Guard<UnknownOption<O, SelectOptions>>,
  ): <const C extends Conditions>(
    conditions: C & Guard<DTypeRefused<C[number], 'bool'> | LengthMismatch<C, A> | BroadcastEachMismatch<All<C, A, O>>>,
  ) => Tensor<BroadcastEach<All<C, A, O>>, CommonDType<A[number], Otherwise<O>>>
  <const C extends Conditions, const A extends Choices, const O extends SelectOptions = NoOptions>(
    conditions: C & Guard<DTypeRefused<C[number], 'bool'>>,
    choices: A & Guard<LengthMismatch<C, A> | BroadcastEachMismatch<All<C, A, O>>>,
    options?: O & Guard<UnknownOption<O, SelectOptions>>,
  ): Tensor<BroadcastEach<All<C, A, O>>, CommonDType<A[number], Otherwise<O>>>
}
