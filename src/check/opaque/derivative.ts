import { chain, type Either, map, traverseArray } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { ArgumentError, describe } from '../../tensor/index.js'
import { call, numberOf, numbersOf, rowsOf, type Trouble } from './foreign.js'
import { type DerivativeName, derivativeNames, type OpaqueFunction } from './functions.js'

type Numbers = Either<Trouble, Float64Array>

/** A function of code of others from N numbers to M, whatever its derivative is given as. */
export interface Foreign {
  readonly derivative: DerivativeName
  readonly outputs: (x: Float64Array) => Numbers
  /** The Jacobian's rows, one for each of M outputs, after a call of the value as those expect who keep what they need. */
  readonly rows: (x: Float64Array, outputs: number) => Either<Trouble, readonly Float64Array[]>
  /** A pullback of any cotangent, or a pushforward of any tangent. */
  readonly along: (x: Float64Array, vector: Float64Array, outputs: number) => Numbers
}

/** All that the types of opaque functions have, none of it for certain. */
type Given = Readonly<Partial<Record<DerivativeName | 'value', (...given: Float64Array[]) => unknown>>>

const operation = 'gradcheckOpaque'

const derivativeOf = (given: Given | null | undefined): DerivativeName => {
  if (typeof given !== 'object' || given === null)
    throw new ArgumentError({
      operation,
      problem: `there is nothing to check: what is given is ${describe(given)}`,
      remedy: `Give { value } beside one of ${derivativeNames.join(', ')}`,
    })
  const found = derivativeNames.filter((name) => given[name] !== undefined)
  if (found.length !== 1)
    throw new ArgumentError({
      operation,
      problem: found.length === 0 ? 'there is no derivative to check' : `both ${found.join(' and ')} are given`,
      remedy: `Give one of ${derivativeNames.join(', ')} beside value`,
    })
  for (const name of ['value', found[0]] as const)
    if (typeof given[name] !== 'function')
      throw new ArgumentError({ operation, problem: `${name} is no function but ${describe(given[name])}` })
  return found[0]
}

const unit = (count: number, place: number): Float64Array => {
  const vector = new Float64Array(count)
  vector[place] = 1
  return vector
}

const units = (count: number): readonly Float64Array[] =>
  Array.from({ length: count }, (_, place) => unit(count, place))

/** Columns to rows. */
const transposed = (columns: readonly Float64Array[], rows: number): readonly Float64Array[] =>
  Array.from({ length: rows }, (_, row) => Float64Array.from(columns, (column) => column[row]))

/** The functions given, called with copies that `copy` makes. */
export const foreignOf = (f: OpaqueFunction, copy: (x: Float64Array) => Float64Array = (x) => x.slice()): Foreign => {
  const given = f as Given
  const derivative = derivativeOf(given)
  const valued = (x: Float64Array): Either<Trouble, unknown> => call('value', given.value as never, x)
  const outputs = (x: Float64Array): Numbers =>
    pipe(
      valued(copy(x)),
      chain((result) => (derivative === 'gradient' ? numberOf('value', result) : numbersOf('value', result))),
    )
  const derived = (x: Float64Array, ...vectors: readonly Float64Array[]): Either<Trouble, unknown> =>
    call(derivative, given[derivative] as never, x, ...vectors.map(copy))
  /** What a function gives of a copy of which the value has just been taken. */
  const afterValue = <A>(x: Float64Array, of: (copied: Float64Array) => Either<Trouble, A>): Either<Trouble, A> => {
    const copied = copy(x)
    return pipe(
      valued(copied),
      chain(() => of(copied)),
    )
  }
  const along: Foreign['along'] = (x, vector, outputs) =>
    afterValue(x, (copied) =>
      pipe(
        derived(copied, vector),
        chain((result) => numbersOf(derivative, result, derivative === 'jvp' ? outputs : x.length)),
      ),
    )
  const allAlong = (x: Float64Array, count: number, outputs: number) =>
    traverseArray((vector: Float64Array) => along(x, vector, outputs))(units(count))
  const rows: Foreign['rows'] = (x, outputs) => {
    if (derivative === 'vjp') return allAlong(x, outputs, outputs)
    if (derivative === 'jvp')
      return pipe(
        allAlong(x, x.length, outputs),
        map((columns) => transposed(columns, outputs)),
      )
    return afterValue(x, (copied) =>
      pipe(
        derived(copied),
        chain((result) =>
          derivative === 'gradient'
            ? map((numbers: Float64Array) => [numbers])(numbersOf(derivative, result, x.length))
            : rowsOf(derivative, result, outputs, x.length),
        ),
      ),
    )
  }
  return { derivative, outputs, rows, along }
}
