import { fromTypedArray, type Tensor, toTypedArray } from 'cotangent'
import { type Either, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Json } from './evaluation.js'
import { number, record } from './reading.js'
import { positive, row } from './sized.js'

export type Indices = Tensor<[number], 'int32'>

/** Cameras, points, and observations of them: which camera sees which point, where, and of what weight; with their numbers. */
export interface Bundle {
  readonly cameras: Tensor<[number, 11], 'float64'>
  readonly points: Tensor<[number, 3], 'float64'>
  readonly weights: Tensor<[number], 'float64'>
  readonly seen: Tensor<[number, 2], 'float64'>
  readonly camera: Indices
  readonly point: Indices
  readonly observation: Indices
}

/** A row over and over, each copy in memory of its own. */
const copies = <N extends number>(count: number, row: Tensor<[N], 'float64'>): Tensor<[number, N], 'float64'> => {
  const numbers = toTypedArray(row)
  const elements = new Float64Array(count * numbers.length)
  for (let at = 0; at < elements.length; at += numbers.length) elements.set(numbers, at)
  return fromTypedArray(elements, [count, row.shape[0]])
}

const indices = (count: number, of: (index: number) => number): Indices =>
  fromTypedArray(
    Int32Array.from({ length: count }, (_, index) => of(index)),
    [count],
  )

const fields = record({ n: positive, m: positive, p: positive, cam: row(11), x: row(3), w: number, feat: row(2) })

/** n copies of a camera, m of a point, p of an observation: of camera i mod n and point i mod m. */
export const readBundle = (json: Json): Either<string, Bundle> =>
  pipe(
    fields(json),
    map(({ n, m, p, cam, x, w, feat }) => ({
      cameras: copies(n, cam),
      points: copies(m, x),
      weights: fromTypedArray(new Float64Array(p).fill(w), [p]),
      seen: copies(p, feat),
      camera: indices(p, (i) => i % n),
      point: indices(p, (i) => i % m),
      observation: indices(p, (i) => i),
    })),
  )
