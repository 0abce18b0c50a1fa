import { add, clip, fromTypedArray, mul, type Tensor, toTypedArray } from 'cotangent'
import { type Rand, randint, standardNormal } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as State from 'fp-ts/lib/State.js'

/** Images of digits with what they show: `[N, H, W]`, from 0 to 1, and `[N]`. */
export interface Digits {
  readonly images: Tensor<[number, number, number], 'float64'>
  readonly labels: Tensor<[number], 'int32'>
}

/** Ten digits of 7 rows and 5 columns. */
const glyphs = [
  '01110 10001 10011 10101 11001 10001 01110',
  '00100 01100 00100 00100 00100 00100 01110',
  '01110 10001 00001 00010 00100 01000 11111',
  '11111 00010 00100 00010 00001 10001 01110',
  '00010 00110 01010 10010 11111 00010 00010',
  '11111 10000 11110 00001 00001 10001 01110',
  '00110 01000 10000 11110 10001 10001 01110',
  '11111 00001 00010 00100 01000 01000 01000',
  '01110 10001 10001 01110 10001 10001 01110',
  '01110 10001 10001 01111 00001 00010 01100',
].map((rows) => rows.split(' ').map((row) => [...row].map(Number)))

const side = 12
const [height, width] = [glyphs[0].length, glyphs[0][0].length]

/**
 * Digits at random places of 12 x 12 pixels, in noise of a standard deviation: a data set for which nothing has to be
 * downloaded, and which takes a network that finds a shape wherever it stands.
 */
export const drawDigits = (count: number, noise = 0.25): Rand<Digits> =>
  pipe(
    randint(0, 10, [count]),
    State.bindTo('labels'),
    State.bind('top', () => randint(0, side - height + 1, [count])),
    State.bind('left', () => randint(0, side - width + 1, [count])),
    State.bind('error', () => standardNormal([count, side, side])),
    State.map(({ labels, top, left, error }) => {
      const [digits, tops, lefts] = [labels, top, left].map((numbers) => toTypedArray(numbers))
      const pixels = new Float64Array(count * side * side)
      for (const [index, digit] of digits.entries())
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++)
            pixels[(index * side + tops[index] + row) * side + lefts[index] + column] = glyphs[digit][row][column]
      const clean = fromTypedArray(pixels, [count, side, side])
      return { images: clip(add(clean, mul(noise, error)), { min: 0, max: 1 }), labels } as Digits
    }),
  )
