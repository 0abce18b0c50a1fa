import { astype, div, type FloatDType, reshape } from 'cotangent'
import type { Image } from 'cotangent/data'
import { pipe } from 'fp-ts/lib/function.js'
import { numbersOf } from '../numbers.js'
import type { Deep } from './lesson.js'
import { probabilities } from './network.js'
import type { Album, Pictures } from './pictures.js'

/** A picture, what it shows where that is known, and what the network makes of it. */
export interface Judged {
  readonly what: string
  readonly shows?: string
  readonly probability: number
  readonly taken: string
}

const takenFor = (probability: number, { classes }: Album): string => classes[probability > 0.5 ? 1 : 0]

/** What the network makes of pictures with known classes, given how probable it finds each. */
export const judgedOf = ({ labels }: Pictures, probable: readonly number[], album: Album): readonly Judged[] =>
  probable.map((probability, index) => ({
    what: `test picture ${index}`,
    shows: album.classes[numbersOf(labels)[index]],
    probability,
    taken: takenFor(probability, album),
  }))

/** What the network makes of a picture of one's own. */
export const judge = (what: string, image: Image<'float64'>, deep: Deep, album: Album, dtype: FloatDType): Judged => {
  const row = pipe(image, div(255), reshape([1, -1]), astype(dtype))
  const [probability] = numbersOf(probabilities(deep.architecture, deep.layers, row))
  return { what, probability, taken: takenFor(probability, album) }
}
