import { describe, expect, it } from 'vitest'
import { measure, surveys } from './surveys/index.js'

describe.each(surveys)('$name is within $bound ulp', (survey) => {
  it.each(survey.regions)('$where', ({ points, bound = survey.bound }) => {
    const { worst, at, nearest } = measure(survey, points(2000))
    expect(worst, `at ${at}`).toBeLessThan(bound)
    expect(nearest).toBeGreaterThanOrEqual(survey.nearest ?? 0)
  })
})
