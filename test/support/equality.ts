import { expect } from 'vitest'
import { tensors } from '../../src/vitest/equality.js'

// Before each file; once for all that share a process is enough, and what is added stays.
const added = Symbol.for('cotangent/tests/equality')
if (!(added in globalThis)) expect.addEqualityTesters([tensors])
Object.defineProperty(globalThis, added, { value: true })
