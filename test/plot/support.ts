import type { Figure, PlotError, Spec } from 'cotangent/plot'
import { toSvg } from 'cotangent/plot'
import { decode } from 'fast-png'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** What is on the right; what is on the left is thrown. */
export const right = async <A>(task: TaskEither<PlotError, A>): Promise<A> => {
  const result = await task()
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  return result.right
}

/** What is on the left, or nothing. */
export const left = async <A>(task: TaskEither<PlotError, A>): Promise<PlotError | undefined> => {
  const result = await task()
  return result._tag === 'Left' ? result.left : undefined
}

export const svgOf = (figure: Figure): Promise<string> => right(toSvg(figure))

/** How often a pattern occurs. */
export const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length

/** All texts of a drawing, as they are read. */
export const textsOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)

/** A PNG file's pixels, decoded by somebody else's program. */
export const pixelsOf = (png: Uint8Array) => {
  const { width, height, channels, data } = decode(png)
  const at = (x: number, y: number): readonly number[] =>
    Array.from(data.subarray((y * width + x) * channels, (y * width + x) * channels + 3))
  return { width, height, channels, data, at }
}

/** How many pixels of two pictures of one size differ. */
export const differing = (a: Uint8Array, b: Uint8Array): number => {
  const [one, other] = [pixelsOf(a), pixelsOf(b)]
  if (one.width !== other.width || one.height !== other.height) throw new Error('the pictures differ in size')
  return Array.from({ length: one.width * one.height }, (_, index) => index).filter((index) =>
    [0, 1, 2].some((part) => one.data[index * one.channels + part] !== other.data[index * other.channels + part]),
  ).length
}

/** The layers of a figure, or the figure itself. */
export const layersOf = (figure: Spec): readonly Spec[] => (figure.layer ?? [figure]) as readonly Spec[]

export const valuesOf = (spec: Spec): readonly Spec[] => (spec.data as { readonly values: readonly Spec[] }).values
