import { type DType, isFloat } from '../tensor/index.js'
import { hasRelaxedInstructions } from './wasm/index.js'

/**
 * How floats are computed with: `exact`, each operation rounded by itself and sums in one order, so that the bits are the
 * same everywhere; or `fast`, with latitude.
 */
export type ArithmeticName = 'exact' | 'fast'

/** What a program's arithmetic leaves open. */
export interface Latitude {
  /** Whether sums take products in before these are rounded: only where the machine has an instruction for that. */
  readonly fuses: boolean
  /** Whether sums are added up in any order, and quotients by what is the same for many are products with its reciprocal. */
  readonly reassociates: boolean
}

export const latitudeOf = (arithmetic: ArithmeticName): Latitude => {
  const isFast = arithmetic === 'fast'
  return { fuses: isFast && hasRelaxedInstructions(), reassociates: isFast }
}

/** Whether sums may be added up in any order: those of integers come to the same. */
export const sumsInAnyOrder = ({ reassociates }: Latitude, dtype: DType): boolean => reassociates || !isFloat(dtype)
