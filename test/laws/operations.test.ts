import { describe, expect, it } from 'vitest'
import * as cotangent from '../../src/index.js'
import { patience } from './counts.js'
import { operationLaws } from './operationLaws.js'
import { operationCases, others } from './operations/index.js'

const names = [...new Set(operationCases.map(({ name }) => name))]

/** Public functions; names in capitals are those of classes. */
const publicFunctions = Object.entries(cotangent)
  .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name))
  .map(([name]) => name)

it('every public function is tried here, or said to be tried elsewhere', () =>
  expect([...names, ...others].sort()).toEqual(publicFunctions.sort()))

describe.each(names)('%s', (name) => {
  const cases = operationCases.filter((one) => one.name === name)

  it.each(operationLaws)('$statement', { timeout: patience }, ({ hold }) => hold(cases))
})
