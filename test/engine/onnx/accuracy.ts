import { type PrimitiveName, primitives } from '../../../src/graph/index.js'
import { rowMajor } from '../../../src/tensor/index.js'
import { type Format, float32, float64 } from '../../support/bigfloat.js'
import { type Measurement, measure, type Point, pointsIn, type Survey } from '../../tensor/scalar/surveys/index.js'
import { constantOf, graphOfOne } from '../agreement.js'
import { modelFor, runModel } from './run.js'

export type FloatName = 'float64' | 'float32'

const formats: Readonly<Record<FloatName, Format>> = { float64, float32 }

/** What ONNX Runtime is held to, in units of the last place. */
export interface Promised {
  readonly float64: number
  readonly float32: number
  /** In float32 that holds from this size on; below it the runtime's own steps are subnormal numbers. */
  readonly from?: number
}

/**
 * Of one operator, more than was seen of it, since other processors have other kernels; of what is composed of several,
 * the sum of what each of these adds.
 */
export const promises: Readonly<Record<string, Promised>> = {
  exp: { float64: 2, float32: 2 },
  expm1: { float64: 4, float32: 6 },
  // Its first step is a product with some 2^-7.7.
  tanh: { float64: 8, float32: 6, from: 2 ** -118 },
  logistic: { float64: 4, float32: 4 },
  log1p: { float64: 3, float32: 5 },
  log: { float64: 2, float32: 4 },
  power: { float64: 1, float32: 1 },
  exp2: { float64: 1, float32: 1 },
  log2: { float64: 3, float32: 0.501 },
  log10: { float64: 4, float32: 0.501 },
  cbrt: { float64: 1, float32: 0.501 },
  erf: { float64: 1.01, float32: 2 },
  erfc: { float64: 1, float32: 0.501 },
  sinh: { float64: 5, float32: 3 },
  cosh: { float64: 5, float32: 3 },
  asinh: { float64: 3, float32: 3 },
  acosh: { float64: 4, float32: 3 },
  atanh: { float64: 4, float32: 3 },
  hypot: { float64: 2, float32: 0.501 },
  rsqrt: { float64: 2, float32: 2 },
  sin: { float64: 1, float32: 3 },
  cos: { float64: 1, float32: 3 },
  tan: { float64: 1, float32: 2 },
  asin: { float64: 1, float32: 5 },
  acos: { float64: 1, float32: 5 },
  atan: { float64: 1, float32: 5 },
  atan2: { float64: 1, float32: 0.501 },
}

/** Points of a survey that a promise is about. */
const pointsOf = (survey: Survey, region: Survey['regions'][number], dtype: FloatName, count: number) => {
  const points = region.points(count)
  if (dtype === 'float64') return points
  const { from = 0 } = promises[survey.name]
  return pointsIn(survey, points, float32).filter((point) => point.every((x) => x === 0 || Math.abs(x) >= from))
}

/** How far an elementary function is off in ONNX Runtime, and the operators that it is there. */
export interface Found extends Measurement {
  readonly points: number
  readonly operators: readonly string[]
}

/** The errors of a function at points of all regions of its survey, `count` of each. */
export const measureInOnnx = async (survey: Survey, dtype: FloatName, count: number): Promise<Found> => {
  const points: readonly Point[] = survey.regions.flatMap((region) => pointsOf(survey, region, dtype, count))
  const operands = points[0].map((_, which) => constantOf(dtype, [points.length], (at) => points[at][which]))
  const model = modelFor(graphOfOne(primitives[survey.name as PrimitiveName], {}, operands))
  const [[result]] = await runModel(model, [operands])
  const elements = rowMajor(result)
  let next = 0
  const operators = (model.graph?.node ?? []).map(({ opType = '' }) => opType).filter((name) => name !== 'Identity')
  return {
    ...measure({ ...survey, f: () => elements[next++] }, points, formats[dtype]),
    points: points.length,
    operators,
  }
}
