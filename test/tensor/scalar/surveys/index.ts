import { errorFunction } from './errorFunction.js'
import { exponential } from './exponential.js'
import { hyperbolic } from './hyperbolic.js'
import { powers } from './powers.js'
import type { Survey } from './survey.js'
import { trigonometric } from './trigonometric.js'

export { type Measurement, measure, type Point, pointsIn, type Region, type Survey } from './survey.js'

/** Every elementary function, what it promises, and where that is tested. */
export const surveys: readonly Survey[] = [...exponential, ...powers, ...errorFunction, ...hyperbolic, ...trigonometric]
