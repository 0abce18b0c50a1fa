import fc from 'fast-check'
import { type Place, type ProgramPlace, showProgram, showViolation, type Violation } from '../../laws/index.js'

/** Tries what is expected of places of random programs; a failure shows the program, the place and the numbers. */
export const holdAt = <P extends Place | ProgramPlace>(
  places: fc.Arbitrary<P>,
  violations: (place: P) => readonly Violation[],
  parameters: fc.Parameters<[P]>,
): void =>
  fc.assert(
    fc.property(places, (place) => {
      const found = violations(place)
      if (found.length === 0) return
      const { inputs, tangents, weights } = place
      throw new Error(
        [
          ...found.map(showViolation),
          ...('program' in place ? [showProgram(place.program)] : []),
          `inputs ${inputs.join(', ')}`,
          `tangents ${tangents.join(', ')}`,
          `weights ${weights.join(', ')}`,
        ].join('\n'),
      )
    }),
    parameters,
  )
