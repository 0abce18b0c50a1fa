import type { UnknownShape } from './size.js'

type Scalar = number | boolean

/**
 * The shape of nested arrays. At each depth the rows are looked at together: the type of their lengths is one literal
 * where they agree, a union where they do not, `number` where they are no literals.
 */
export type NestedShape<T> = [T] extends [Scalar]
  ? []
  : [T] extends [readonly (infer Row)[]]
    ? [T['length'], ...NestedShape<Row>]
    : UnknownShape

/** What makes nested arrays ragged, as a message; never where nothing is known to. */
export type Ragged<T> = [T] extends [Scalar]
  ? never
  : [T] extends [readonly (infer Row)[]]
    ? LengthsDiffer<T['length']> | Ragged<Row>
    : 'the nested array is ragged: there are rows beside elements'

type LengthsDiffer<L, Each = L> = number extends L
  ? never
  : Each extends L
    ? [L] extends [Each]
      ? never
      : `the nested array is ragged: a row of length ${Each & number} beside others`
    : never

/** The dtype of what is nested: booleans make bool, numbers the default. */
export type NestedDType<T> = [Leaf<T>] extends [never] ? 'float64' : [Leaf<T>] extends [boolean] ? 'bool' : 'float64'

type Leaf<T> = T extends readonly (infer Row)[] ? Leaf<Row> : T
