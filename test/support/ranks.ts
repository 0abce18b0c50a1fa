import { expect } from 'vitest'
import { hasRanks, packagesOfRanks } from './mpirun.js'

export * from './mpirun.js'
export { programs } from './programs.js'

/** What a test that needs ranks adds to its name. */
export const unlessSkipped = hasRanks ? '' : ` (skipped: there is no mpirun here; ${packagesOfRanks})`

/** What ended well, whatever mpirun warns of; the library said nothing. */
export const well = { code: 0, errors: expect.not.stringContaining('cotangent:') }
