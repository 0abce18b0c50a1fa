import type { Tensor } from 'cotangent'
import { filterOrElse } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Decoder, integer, vector } from './reading.js'

/** A vector of so many numbers. */
export const row =
  <N extends number>(size: N): Decoder<Tensor<[N], 'float64'>> =>
  (json, at = 'input') =>
    pipe(
      vector(json, at),
      filterOrElse(
        (numbers): numbers is Tensor<[N], 'float64'> => numbers.shape[0] === size,
        (numbers) => `${at} has ${numbers.shape[0]} elements, not ${size}`,
      ),
    )

/** An integer of 1 or more. */
export const positive: Decoder<number> = (json, at = 'input') =>
  pipe(
    integer(json, at),
    filterOrElse(
      (count) => count > 0,
      (count) => `${at} is ${count}, not positive`,
    ),
  )
