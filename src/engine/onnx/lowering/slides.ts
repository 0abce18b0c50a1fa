import type { Sliding, Value } from './value.js'

/** What windows show of an image [N, C, ...spatial], with zeros around it, each spatial axis having its own. */
export interface Slides {
  readonly image: Value
  /** The zeros before and after each spatial axis. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** How windows follow each other along each spatial axis. */
  readonly slidings: readonly Sliding[]
}

/** Axes of batch and channels, which stand before the spatial ones. */
export const leading = 2

/** The slidings that were applied one after another, from the innermost, and what they were applied to. */
export const unwound = (
  value: Value,
  kind: 'windows' | 'overlapAdd',
): readonly [of: Value, slidings: readonly Sliding[]] => {
  const { origin } = value
  if (origin?.kind !== kind) return [value, []]
  const [of, inner] = unwound(origin.of, kind)
  return [of, [...inner, origin.sliding]]
}

/** What a value shows, if it is all windows [N, C, counts..., sizes...] of an image with from one to three spatial axes. */
export const slidesOf = (value: Value): Slides | undefined => {
  const [image, slidings] = unwound(value, 'windows')
  const spatial = slidings.length
  if (spatial < 1 || spatial > 3 || image.shape.length !== leading + spatial) return undefined
  if (slidings.some(({ axis }, index) => axis !== leading + index)) return undefined
  return { image, before: slidings.map(() => 0), after: slidings.map(() => 0), slidings }
}

/** The same with zeros around taken for what they are, where they are around spatial axes only. */
export const padding = (slides: Slides): Slides => {
  const { origin } = slides.image
  if (origin?.kind !== 'pad') return slides
  const { of, low, high } = origin
  if ([low, high].some((widths) => widths.slice(0, leading).some((width) => width !== 0))) return slides
  return { ...slides, image: of, before: low.slice(leading), after: high.slice(leading) }
}

/** Sizes, numbers or widths of each spatial axis as attributes give them. */
export const each = <K extends keyof Sliding>(slidings: readonly Sliding[], key: K): readonly number[] =>
  slidings.map((sliding) => sliding[key])
