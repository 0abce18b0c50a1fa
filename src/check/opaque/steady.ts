import { bind, chain, type Either, left, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Foreign, foreignOf } from './derivative.js'
import type { Trouble } from './foreign.js'
import type { OpaqueFunction } from './functions.js'

/** What a function and its derivative are at a point: M outputs, and M rows of N numbers. */
export interface Here {
  readonly values: Float64Array
  readonly rows: readonly Float64Array[]
}

const hereOf = (foreign: Foreign, x: Float64Array): Either<Trouble, Here> =>
  pipe(
    foreign.outputs(x),
    map((values) => ({ values })),
    bind('rows', ({ values }) => foreign.rows(x, values.length)),
  )

const same = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((number, index) => Object.is(number, b[index]))

/** Which of the two is not the same in both. */
const different = (a: Here, b: Here, derivative: string): string | undefined => {
  if (!same(a.values, b.values)) return 'value'
  return a.rows.every((row, index) => same(row, b.rows[index])) ? undefined : derivative
}

/**
 * A function at a point, called twice, and a third time after the arrays that it was given before are overwritten: to be
 * compared with anything, it must give the same each time.
 */
export const steadyAt = (f: OpaqueFunction, x: Float64Array): Either<Trouble, Here> => {
  const copies: Float64Array[] = []
  const foreign = foreignOf(f, (array) => {
    const copied = array.slice()
    copies.push(copied)
    return copied
  })
  const again = (): Either<Trouble, Here> => hereOf(foreign, x)
  const afterOverwriting = (): Either<Trouble, Here> => {
    for (const copied of copies) copied.fill(Number.NaN)
    return again()
  }
  const unlike = (first: Here, then: Here, trouble: (which: string) => Trouble): Either<Trouble, Here> => {
    const which = different(first, then, foreign.derivative)
    return which === undefined ? right(first) : left(trouble(which))
  }
  return pipe(
    again(),
    chain((first) =>
      pipe(
        again(),
        chain((second) =>
          unlike(first, second, (which) => ({
            reason: 'nonDeterministic',
            problem: `${which} gives something else when it is called again`,
          })),
        ),
        chain(afterOverwriting),
        chain((third) =>
          unlike(first, third, (which) => ({
            reason: 'impure',
            problem: `${which} keeps an array that it was given: it gives something else once that is overwritten`,
          })),
        ),
      ),
    ),
  )
}
