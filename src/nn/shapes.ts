import type { Shape } from '../tensor/index.js'
import type { Part } from './model.js'

const under = (each: number | undefined, shape: Shape | undefined): Shape | undefined =>
  each === undefined || shape === undefined ? shape : [each, ...shape]

/** The shape of one example of what the pieces inside a part take where it takes `input`. */
export const inputInside = ({ each }: Part, input: Shape | undefined): Shape | undefined =>
  each === undefined ? input : input?.slice(1)

const takenByPart = ({ input, inside = [], beside, each }: Part): Shape | undefined => {
  if (input !== undefined) return input
  const branches = beside ? inside.map((branch) => [branch]) : [inside]
  return under(
    each,
    branches.map(takenBy).find((taken) => taken !== undefined),
  )
}

/** The shape of one example that parts take one after another, where that is known. */
export const takenBy = (parts: readonly Part[]): Shape | undefined => {
  for (const part of parts) {
    const taken = takenByPart(part)
    if (taken !== undefined || part.output !== 'kept') return taken
  }
  return undefined
}

/** The shape of one example that a part gives where it takes `input`, where that is known. */
export const givenByPart = (part: Part, input: Shape | undefined): Shape | undefined => {
  const { output, inside, beside, each } = part
  if (output === 'kept') return input
  if (output !== undefined || inside === undefined || beside) return output
  const given = inside.reduce(
    (shape: Shape | undefined, piece) => givenByPart(piece, piece.input ?? shape),
    inputInside(part, input),
  )
  return under(each, given)
}
