import { describe, expect, it } from 'vitest'
import { surveys } from '../../tensor/scalar/surveys/index.js'
import { type FloatName, measureInOnnx, promises } from './accuracy.js'

const dtypes: readonly FloatName[] = ['float64', 'float32']

it('every elementary function promises something', () =>
  expect(Object.keys(promises).sort()).toEqual(surveys.map(({ name }) => name).sort()))

describe.each(surveys)('$name in ONNX Runtime', (survey) => {
  it.each(dtypes)('is off by no more than it promises of %s', async (dtype) => {
    const { worst, at, points } = await measureInOnnx(survey, dtype, 200)
    expect(points).toBeGreaterThan(200)
    expect(worst, `at ${at}`).toBeLessThan(promises[survey.name][dtype])
  })
})
