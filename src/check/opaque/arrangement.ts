import { ArgumentError, checkShape, describe, type Shape, sizeOf } from '../../tensor/index.js'
import { indexOf } from '../places.js'
import type { Place } from '../verdict.js'

/** How the flat argument is arranged: as one tensor, or as several, one after the other, each with a name. */
export type OpaqueShape = Shape | Readonly<Record<string, Shape>>

/** One part of a flat array. */
interface Part {
  readonly path: string
  readonly shape: Shape
  /** Where it begins, and where it ends. */
  readonly from: number
  readonly to: number
}

/** A flat array as named tensors. */
export interface Arrangement {
  readonly parts: readonly Part[]
  readonly placeOf: (offset: number) => Place
}

const operation = 'gradcheckOpaque'

const isOneShape = (shape: OpaqueShape): shape is Shape => Array.isArray(shape)

const named = (shape: OpaqueShape): readonly (readonly [path: string, shape: Shape])[] =>
  isOneShape(shape) ? [['', shape]] : Object.entries(shape).map(([name, own]) => [`.${name}`, own])

/** An array of some length as tensors; as one vector where nothing is said. `what` it is, errors tell. */
export const arrangementOf = (what: string, length: number, shape: OpaqueShape = [length]): Arrangement => {
  let from = 0
  const parts = named(shape).map(([path, own]) => {
    if (!Array.isArray(own))
      throw new ArgumentError({ operation, problem: `the shape${path} of ${what} is no list but ${describe(own)}` })
    const to = from + sizeOf(checkShape(operation, own))
    const part = { path, shape: own, from, to }
    from = to
    return part
  })
  if (from !== length)
    throw new ArgumentError({
      operation,
      problem: `${what} has ${length} entries, and its shape holds ${from}`,
      remedy: 'Give a shape of as many entries, or none',
    })
  return {
    parts,
    placeOf: (offset) => {
      const part = parts.find(({ to }) => offset < to) as Part
      return { path: part.path, index: indexOf(part.shape, offset - part.from) }
    },
  }
}
