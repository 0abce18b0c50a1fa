import { describe, expect, it } from 'vitest'
import { composed } from '../../tensor/scalar/surveys/composed.js'
import { measure } from '../../tensor/scalar/surveys/index.js'

describe.each(composed)('$name is within $bound ulp', (survey) => {
  it.each(survey.regions)('$where', ({ points, bound = survey.bound }) => {
    const { worst, at } = measure(survey, points(300))
    expect(worst, `at ${at}`).toBeLessThan(bound)
  })
})
