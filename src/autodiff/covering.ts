import { type CompressedRows, constantOf, pushforwardIn, zerosLike } from '../graph/index.js'
import {
  ArgumentError,
  allocate,
  copyOut,
  type FloatDType,
  fromRowMajor,
  sizeOf,
  unitRoundoff,
} from '../tensor/index.js'
import type { Run } from './run.js'

/** A number from 1/2 to 3/2 for each k, with no relation among those of different k: MurmurHash3's finalizer (Appleby). */
const arbitrary = (k: number): number => {
  const once = Math.imul(k + 1, 0x9e3779b1)
  const twice = Math.imul(once ^ (once >>> 16), 0x85ebca6b)
  const mixed = Math.imul(twice ^ (twice >>> 13), 0xc2b2ae35)
  return 0.5 + ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}

/**
 * Refuses a pattern from which something is missing at this point: there J v by forward mode and by the sparse matrix
 * differ, for all vectors v but some of measure 0. The root of the unit roundoff, beside the largest sum of a row's
 * magnitudes |J| |v| or its slope, is more than rounding makes and less than what is missing.
 */
export const checkCovering = (operation: string, run: Run, { pointers, cols, values }: CompressedRows): void => {
  const [x, y] = [run.primals[0], run.outputs[0]]
  const vector = allocate(x.dtype, sizeOf(x.shape)).map((_, k) => arbitrary(k))
  const [pushed] = pushforwardIn(run.graph, run.environment, [fromRowMajor(x.dtype, x.shape, vector)])
  const slopes = copyOut(constantOf(operation, pushed ?? zerosLike(y)))
  const [starts, columns, entries] = [pointers, cols, values].map((each) => copyOut(constantOf(operation, each)))
  const tolerance = Math.sqrt(unitRoundoff(y.dtype as FloatDType))
  for (let row = 0; row < slopes.length; row++) {
    let [product, magnitude] = [0, Math.abs(slopes[row])]
    for (let k = starts[row]; k < starts[row + 1]; k++) {
      const term = entries[k] * vector[columns[k]]
      product += term
      magnitude += Math.abs(term)
    }
    if (Math.abs(slopes[row] - product) > tolerance * magnitude)
      throw new ArgumentError({
        operation,
        operands: [x, y],
        problem: `the pattern lacks places: in row ${row}, J v is ${slopes[row]} and not ${product} for an arbitrary v`,
        remedy: 'Give every place that may differ from 0',
      })
  }
}
