import { describe, it } from 'vitest'
import { f32 } from './support/models.js'
import { expectAgreement } from './support/runtime.js'

describe('Identity', () => {
  it('gives what it is given', () => expectAgreement({ operator: 'Identity', inputs: [f32([2], [1, -2])] }))
})
