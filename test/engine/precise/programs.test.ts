import { describe, it } from 'vitest'
import { precise, programPlaces } from '../../../laws/index.js'
import { patience, runs } from '../../laws/counts.js'
import { holdAt } from '../../laws/placed.js'

describe('random programs', { timeout: patience }, () => {
  const lawful = (law: typeof precise.agreement, count: number): void =>
    holdAt(
      programPlaces('smooth', 12),
      ({ map, primals, tangents, weights }) => law(map).violations(primals, tangents, weights),
      runs(count),
    )

  it('are what float64 gives but for its rounding', () => lawful(precise.agreement, 60))

  it('have adjoint derivatives to 2^-95', () => lawful(precise.adjoint, 40))

  it('have the derivatives that differences show to 2^-60', () => lawful(precise.centralDifference, 40))
})
